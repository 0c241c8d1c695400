package io.nowfeed.jobs.source;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Relevance;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.Result;
import java.time.Clock;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The Kafka sources of those jobs that read what the personalization job wrote. */
public final class ResultSources {
  private static final JsonCodec<ActiveUser> ACTIVE_USERS = JsonCodec.of(ActiveUser.class);
  private static final JsonCodec<EnrichedInteraction> INTERACTIONS =
      JsonCodec.of(EnrichedInteraction.class);
  private static final JsonCodec<Leaderboard> BOARDS = JsonCodec.of(Leaderboard.class);
  private static final JsonCodec<Recommendations> LISTS = JsonCodec.of(Recommendations.class);
  private static final JsonCodec<Relevance> RELEVANCE = JsonCodec.of(Relevance.class);

  private final JobConfig config;
  private final String job;
  private final Clock clock;

  /**
   * @param config where the brokers are
   * @param job how its consumer group ends: each job reads for itself
   * @param clock stamps dead letters
   */
  public ResultSources(JobConfig config, String job, Clock clock) {
    this.config = config;
    this.job = job;
    this.clock = clock;
  }

  /** Enriched beacons. */
  public KafkaSource<Inbound<Result<ActiveUser>>> activeUsers(String topic) {
    return source(
        topic,
        record -> CompleteResult.of(ACTIVE_USERS.decode(value(record))),
        FlowTypes.INBOUND_ACTIVE_USER);
  }

  /** Enriched interactions. */
  public KafkaSource<Inbound<Result<EnrichedInteraction>>> enrichedInteractions(String topic) {
    return source(
        topic,
        record -> CompleteResult.of(INTERACTIONS.decode(value(record))),
        FlowTypes.INBOUND_INTERACTION);
  }

  /** Leaderboards; a tombstone is a board with nothing on it, and without a window. */
  public KafkaSource<Inbound<Result<Leaderboard>>> popularity(String topic) {
    return source(topic, ResultSources::board, FlowTypes.INBOUND_BOARD);
  }

  /** Lists; a tombstone is an erasure, at the record's time. */
  public KafkaSource<Inbound<Result<Recommendations>>> recommendations(String topic) {
    return source(topic, ResultSources::list, FlowTypes.INBOUND_LIST);
  }

  /** What lists were worth. */
  public KafkaSource<Inbound<Result<Relevance>>> relevance(String topic) {
    return source(
        topic,
        record -> CompleteResult.of(RELEVANCE.decode(value(record))),
        FlowTypes.INBOUND_RELEVANCE);
  }

  static Recommendations list(ConsumerRecord<byte[], byte[]> record)
      throws MalformedEventException {
    return record.value() == null
        ? Recommendations.erasure(InboundSchema.key(record), record.timestamp())
        : CompleteResult.of(LISTS.decode(record.value()));
  }

  static Leaderboard board(ConsumerRecord<byte[], byte[]> record) throws MalformedEventException {
    if (record.value() != null) {
      return CompleteResult.of(BOARDS.decode(record.value()));
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

  private static <T> Result<T> result(T parsed, ConsumerRecord<byte[], byte[]> record) {
    return new Result<>(
        parsed,
        new Origin(record.topic(), record.partition(), record.offset()),
        record.timestamp(),
        record.key(),
        record.value() == null ? 0 : record.value().length);
  }

  /** Absent is as malformed as no bytes. */
  private static byte[] value(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null ? new byte[0] : record.value();
  }

  private <T> KafkaSource<Inbound<Result<T>>> source(
      String topic, RecordParser<T> parser, TypeInformation<Inbound<Result<T>>> type) {
    return InboundSource.of(
        config,
        job,
        List.of(topic),
        InboundSource.GO_ON,
        new InboundSchema<>(
            "source-" + topic,
            record -> result(parser.parse(record), record),
            type,
            Integer.MAX_VALUE,
            config.bytes(JobOptions.DEAD_LETTER_MAX_VALUE_SIZE),
            clock));
  }
}
