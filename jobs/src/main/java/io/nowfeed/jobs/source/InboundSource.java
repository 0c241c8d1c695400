package io.nowfeed.jobs.source;

import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.jobs.flow.Inbound;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** How Nowfeed reads a topic. */
final class InboundSource {
  /** Where a job without state begins with events: where one of its name left off. */
  @SuppressWarnings("deprecation") // Kafka's; the connector's API still takes it
  static final OffsetsInitializer GO_ON =
      OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);

  /** Where a job without state begins with a table: a part of it would be no table. */
  static final OffsetsInitializer WHOLE_TABLE = OffsetsInitializer.earliest();

  private InboundSource() {}

  /** The source of topics. */
  static <T> KafkaSource<Inbound<T>> of(
      JobConfig config,
      String job,
      List<String> topics,
      OffsetsInitializer start,
      InboundSchema<T> schema) {
    return of(config, job, topics, start, schema, schema.stage());
  }

  /** The source of a table's topic, which says when it is loaded. */
  static <T> TableSource<T> ofTable(
      JobConfig config, String job, String topic, TableSchema<T> schema, Clock clock) {
    return new TableSource<>(
        of(config, job, List.of(topic), WHOLE_TABLE, schema, schema.stage()),
        schema,
        new TableEnds(
            consumer(config.kafka()),
            groupId(config, job) + "-" + schema.stage() + "-ends",
            clock));
  }

  private static <T> KafkaSource<Inbound<T>> of(
      JobConfig config,
      String job,
      List<String> topics,
      OffsetsInitializer start,
      KafkaRecordDeserializationSchema<Inbound<T>> schema,
      String stage) {
    String group = groupId(config, job);
    return KafkaSource.<Inbound<T>>builder()
        .setProperties(consumer(config.kafka()))
        .setTopics(topics)
        .setGroupId(group)
        .setClientIdPrefix(group + "-" + stage)
        .setStartingOffsets(start)
        .setDeserializer(schema)
        .build();
  }

  private static String groupId(JobConfig config, String job) {
    return config.get(JobOptions.CONSUMER_GROUP) + "-" + job;
  }

  /** A producer's aborted transaction never happened; without transactions this costs nothing. */
  private static Properties consumer(Properties client) {
    Properties properties = new Properties();
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty("partition.discovery.interval.ms", "60000");
    properties.putAll(client);
    return properties;
  }
}
