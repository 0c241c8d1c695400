package io.nowfeed.sinks.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.Leaderboard;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes leaderboards; one on which nothing is left as null, with a header that says what null
 * cannot: at the end of which window the board is empty.
 */
final class LeaderboardSchema
    implements KafkaRecordSerializationSchema<Leaderboard>, KafkaDatasetFacetProvider {
  private static final long serialVersionUID = 1L;

  private final JsonRecordSchema<Leaderboard> json;

  LeaderboardSchema(String topic) {
    json = new JsonRecordSchema<>(topic, Leaderboard.class, Leaderboard::key, Leaderboard::isEmpty);
  }

  @Override
  public void open(
      SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
    json.open(context, sinkContext);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Leaderboard board, KafkaSinkContext context, Long timestamp) {
    ProducerRecord<byte[], byte[]> written = json.serialize(board, context, timestamp);
    if (written.value() == null) {
      byte[] end = Long.toString(board.windowEnd()).getBytes(UTF_8);
      written.headers().add(KafkaSinks.WINDOW_END, end);
    }
    return written;
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return json.getKafkaDatasetFacet();
  }
}
