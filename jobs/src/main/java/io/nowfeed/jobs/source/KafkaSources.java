package io.nowfeed.jobs.source;

import static io.nowfeed.events.DeadLetterReason.FUTURE_TIMESTAMP;
import static io.nowfeed.events.DeadLetterReason.KEY_MISMATCH;

import io.nowfeed.cdc.UserChangeDecoder;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.EventDecoder;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Origin;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.jobs.flow.ContentChange;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.UserEvent;
import io.nowfeed.jobs.flow.UserUpdate;
import java.time.Clock;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The Kafka sources of the personalization job. */
public final class KafkaSources {
  private static final String PERSONALIZATION = "personalization";

  private final JobConfig config;
  private final Clock clock;

  /**
   * @param config where the brokers are, and what is taken
   * @param clock stamps dead letters
   */
  public KafkaSources(JobConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Beacons, each with its coordinates. */
  public KafkaSource<Inbound<UserEvent>> beacons(List<String> topics) {
    return source(topics, beacons(), InboundSource.GO_ON);
  }

  /** Interactions, each with its coordinates. */
  public KafkaSource<Inbound<UserEvent>> interactions(List<String> topics) {
    return source(topics, interactions(), InboundSource.GO_ON);
  }

  /** Changes of the users table, and of each partition the word that it is loaded. */
  public Source<Inbound<UserUpdate>, ?, ?> users(String topic) {
    return InboundSource.ofTable(
        config, PERSONALIZATION, topic, new TableSchema<>(users(), UserUpdate::loaded), clock);
  }

  /** Changes of the catalogue; a null value withdraws an item. */
  public KafkaSource<Inbound<ContentChange>> content(String topic) {
    return source(List.of(topic), content(), InboundSource.WHOLE_TABLE);
  }

  InboundSchema<UserEvent> beacons() {
    long maxAhead = config.millis(JobOptions.MAX_AHEAD);
    return schema(
        "source-beacons",
        record ->
            notAhead(
                UserEvent.of(
                    EventDecoder.beacon(record.value()), origin(record), record.timestamp()),
                maxAhead),
        FlowTypes.INBOUND_USER_EVENT);
  }

  InboundSchema<UserEvent> interactions() {
    long maxAhead = config.millis(JobOptions.MAX_AHEAD);
    return schema(
        "source-interactions",
        record ->
            notAhead(
                UserEvent.of(
                    EventDecoder.interaction(record.value()), origin(record), record.timestamp()),
                maxAhead),
        FlowTypes.INBOUND_USER_EVENT);
  }

  InboundSchema<UserUpdate> users() {
    return schema(
        "source-users",
        record ->
            UserUpdate.of(UserChangeDecoder.decode(InboundSchema.key(record), record.value())),
        FlowTypes.INBOUND_USER_UPDATE);
  }

  InboundSchema<ContentChange> content() {
    return schema("source-content", KafkaSources::contentChange, FlowTypes.INBOUND_CONTENT_CHANGE);
  }

  private <T> KafkaSource<Inbound<T>> source(
      List<String> topics, InboundSchema<T> schema, OffsetsInitializer start) {
    return InboundSource.of(config, PERSONALIZATION, topics, start, schema);
  }

  private <T> InboundSchema<T> schema(
      String uid, RecordParser<T> parser, TypeInformation<Inbound<T>> type) {
    return new InboundSchema<>(
        uid,
        parser,
        type,
        config.bytes(JobOptions.MAX_VALUE_SIZE),
        config.bytes(JobOptions.DEAD_LETTER_MAX_VALUE_SIZE),
        clock);
  }

  private static ContentChange contentChange(ConsumerRecord<byte[], byte[]> record)
      throws MalformedEventException {
    String key = InboundSchema.key(record);
    if (record.value() == null) {
      return new ContentChange(key, null);
    }
    ContentItem item = EventDecoder.content(record.value());
    if (!item.contentId().equals(key)) {
      throw new MalformedEventException(
          KEY_MISMATCH, "the record's key is not its content_id, so it could never be withdrawn");
    }
    return new ContentChange(key, item);
  }

  private static UserEvent notAhead(UserEvent event, long maxAhead) throws MalformedEventException {
    long ahead = event.ts() - event.ingestedAt();
    if (ahead > maxAhead) {
      throw new MalformedEventException(
          FUTURE_TIMESTAMP,
          "field 'ts': %d is %d ms ahead of the broker's clock, at most %d are taken (source.max-ahead)"
              .formatted(event.ts(), ahead, maxAhead));
    }
    return event;
  }

  private static Origin origin(ConsumerRecord<byte[], byte[]> record) {
    return new Origin(record.topic(), record.partition(), record.offset());
  }
}
