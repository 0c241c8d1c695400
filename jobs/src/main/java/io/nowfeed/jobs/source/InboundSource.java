package io.nowfeed.jobs.source;

import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.jobs.flow.Inbound;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
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

  /** The source of a topic. */
  static <T> KafkaSource<Inbound<T>> of(
      JobConfig config,
      String job,
      String topic,
      OffsetsInitializer start,
      InboundSchema<T> schema) {
    String group = config.get(JobOptions.CONSUMER_GROUP) + "-" + job;
    return KafkaSource.<Inbound<T>>builder()
        .setProperties(consumer(config.kafka()))
        .setTopics(topic)
        .setGroupId(group)
        .setClientIdPrefix(group + "-" + schema.stage())
        .setStartingOffsets(start)
        .setDeserializer(schema)
        .build();
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
