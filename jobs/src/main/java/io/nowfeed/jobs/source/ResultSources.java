package io.nowfeed.jobs.source;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Relevance;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.Inbound;
import java.time.Clock;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The Kafka sources of the analytics job: what the personalization job wrote. */
public final class ResultSources {
  private static final JsonCodec<ActiveUser> ACTIVE_USERS = JsonCodec.of(ActiveUser.class);
  private static final JsonCodec<EnrichedInteraction> INTERACTIONS =
      JsonCodec.of(EnrichedInteraction.class);
  private static final JsonCodec<Leaderboard> BOARDS = JsonCodec.of(Leaderboard.class);
  private static final JsonCodec<Recommendations> LISTS = JsonCodec.of(Recommendations.class);
  private static final JsonCodec<Relevance> RELEVANCE = JsonCodec.of(Relevance.class);
  private static final TypeInformation<Inbound<Relevance>> INBOUND_RELEVANCE =
      TypeInformation.of(new TypeHint<Inbound<Relevance>>() {});

  private final JobConfig config;
  private final Clock clock;

  /**
   * @param config where the brokers are
   * @param clock stamps dead letters
   */
  public ResultSources(JobConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Enriched beacons. */
  public KafkaSource<Inbound<ActiveUser>> activeUsers(String topic) {
    return source(
        topic, record -> ACTIVE_USERS.decode(value(record)), FlowTypes.INBOUND_ACTIVE_USER);
  }

  /** Enriched interactions. */
  public KafkaSource<Inbound<EnrichedInteraction>> enrichedInteractions(String topic) {
    return source(
        topic, record -> INTERACTIONS.decode(value(record)), FlowTypes.INBOUND_INTERACTION);
  }

  /** Leaderboards; a tombstone is a board with nothing on it, and without a window. */
  public KafkaSource<Inbound<Leaderboard>> popularity(String topic) {
    return source(topic, ResultSources::board, FlowTypes.INBOUND_BOARD);
  }

  /** Lists; a tombstone is an erasure. */
  public KafkaSource<Inbound<Recommendations>> recommendations(String topic) {
    return source(
        topic,
        record ->
            record.value() == null
                ? Recommendations.erasure(InboundSchema.key(record))
                : LISTS.decode(record.value()),
        FlowTypes.INBOUND_LIST);
  }

  /** What lists were worth. */
  public KafkaSource<Inbound<Relevance>> relevance(String topic) {
    return source(topic, record -> RELEVANCE.decode(value(record)), INBOUND_RELEVANCE);
  }

  static Leaderboard board(ConsumerRecord<byte[], byte[]> record) throws MalformedEventException {
    if (record.value() != null) {
      return BOARDS.decode(record.value());
    }
    String key = InboundSchema.key(record);
    int bar = key.lastIndexOf('|');
    return new Leaderboard(
        bar < 0 ? key : key.substring(0, bar),
        key.substring(bar + 1),
        0,
        0,
        List.of(),
        List.of(),
        record.timestamp());
  }

  /** Absent is as malformed as no bytes. */
  private static byte[] value(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null ? new byte[0] : record.value();
  }

  private <T> KafkaSource<Inbound<T>> source(
      String topic, RecordParser<T> parser, TypeInformation<Inbound<T>> type) {
    return InboundSource.of(
        config,
        "analytics",
        List.of(topic),
        InboundSource.GO_ON,
        new InboundSchema<>(
            "source-" + topic,
            parser,
            type,
            Integer.MAX_VALUE,
            config.bytes(JobOptions.DEAD_LETTER_MAX_VALUE_SIZE),
            clock));
  }
}
