package io.nowfeed.local.popularity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Topics;
import io.nowfeed.sinks.kafka.JsonRecordSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes leaderboards as the job does, and says in a header what a tombstone cannot: at the end of
 * which window the board is empty.
 */
final class BoardSink implements KafkaRecordSerializationSchema<Leaderboard> {
  private static final long serialVersionUID = 1L;

  /** The end of the window, epoch milliseconds as text. */
  static final String END = "window-end";

  private final JsonRecordSchema<Leaderboard> real =
      new JsonRecordSchema<>(
          Topics.POPULARITY, Leaderboard.class, Leaderboard::key, Leaderboard::isEmpty);

  private BoardSink() {}

  static KafkaSink<Leaderboard> to(String bootstrapServers) {
    return KafkaSink.<Leaderboard>builder()
        .setBootstrapServers(bootstrapServers)
        .setRecordSerializer(new BoardSink())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .build();
  }

  @Override
  public void open(
      SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
    real.open(context, sinkContext);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Leaderboard board, KafkaSinkContext context, Long timestamp) {
    ProducerRecord<byte[], byte[]> written = real.serialize(board, context, timestamp);
    written.headers().add(END, Long.toString(board.windowEnd()).getBytes(UTF_8));
    return written;
  }
}
