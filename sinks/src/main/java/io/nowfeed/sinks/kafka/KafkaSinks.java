package io.nowfeed.sinks.kafka;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.Duplicate;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.LateEvent;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.UserKey;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The sinks to the outbound topics.
 *
 * <p>What must be provable, record by record, is written in transactions, and seen by readers at
 * the next checkpoint. What must be fast is written at least once, and is safe to read twice: a
 * list carries a version, a leaderboard replaces the one before.
 */
public final class KafkaSinks {
  /**
   * The header of a null on the topic of leaderboards: the end of the first window in which nothing
   * is left, epoch milliseconds as text.
   */
  public static final String WINDOW_END = "window-end";

  /** A dead letter holds a foreign record in base64; the topic is declared for as much. */
  private static final int MAX_REQUEST_BYTES = 4 << 20;

  /**
   * How long, in milliseconds, a record may wait for others. What is in a transaction is read at
   * the next checkpoint anyway, which sends what waits; the broker is spared a request a record.
   */
  private static final String LINGER_OF_TRANSACTIONS = "100";

  /** Kafka's 16 KiB are full long before; of 360 partitions these fit into a producer's 32 MiB. */
  private static final String BATCH_OF_TRANSACTIONS = String.valueOf(64 << 10);

  private final Properties client;
  private final String transactionPrefix;
  private final Duration transactionTimeout;

  /**
   * @param client Kafka client settings, with {@code bootstrap.servers} and security
   * @param transactionPrefix unique per job in a Kafka cluster
   * @param transactionTimeout how long a transaction may stay open: longer than a checkpoint
   *     interval and the longest outage to survive, not above the broker's {@code
   *     transaction.max.timeout.ms}
   */
  public KafkaSinks(Properties client, String transactionPrefix, Duration transactionTimeout) {
    this.client = client;
    this.transactionPrefix = transactionPrefix;
    this.transactionTimeout = transactionTimeout;
  }

  /** Exactly once to {@code topic}. */
  public Sink<ActiveUser> activeUsers(String topic) {
    return transactional(
        topic,
        ActiveUser.class,
        beacon -> UserKey.of(beacon.userId(), beacon.sessionId(), beacon.deviceId()));
  }

  /** Exactly once to {@code topic}. */
  public Sink<EnrichedInteraction> enrichedInteractions(String topic) {
    return transactional(topic, EnrichedInteraction.class, KafkaSinks::key);
  }

  /** Exactly once to {@code topic}. */
  public Sink<LateEvent> lateEvents(String topic) {
    return transactional(topic, LateEvent.class, late -> key(late.interaction()));
  }

  /** Exactly once to {@code topic}. */
  public Sink<DeadLetter> deadLetters(String topic) {
    return transactional(topic, DeadLetter.class, DeadLetter::topic);
  }

  /** At least once to {@code topic}: of what a sink refuses, behind which nobody commits. */
  public Sink<DeadLetter> deadLettersAtLeastOnce(String topic) {
    return atLeastOnce(
        new JsonRecordSchema<>(topic, DeadLetter.class, DeadLetter::topic, record -> false));
  }

  /** Exactly once to {@code topic}. */
  public Sink<Duplicate> duplicates(String topic) {
    return transactional(topic, Duplicate.class, Duplicate::eventId);
  }

  /**
   * To the compacted {@code topic}; a board on which nothing is left is cleared.
   *
   * @param exactlyOnce whether readers may only see what is checkpointed, and so wait for it
   */
  public Sink<Leaderboard> popularity(String topic, boolean exactlyOnce) {
    LeaderboardSchema schema = new LeaderboardSchema(topic);
    return exactlyOnce ? transactional(topic, schema) : atLeastOnce(schema);
  }

  /**
   * To the compacted {@code topic}; an erased user's list is cleared.
   *
   * @param exactlyOnce whether readers may only see what is checkpointed, and so wait for it
   */
  public Sink<Recommendations> recommendations(String topic, boolean exactlyOnce) {
    JsonRecordSchema<Recommendations> schema =
        new JsonRecordSchema<>(
            topic, Recommendations.class, Recommendations::key, Recommendations::erases);
    return exactlyOnce ? transactional(topic, schema) : atLeastOnce(schema);
  }

  /** Exactly once to {@code topic}. */
  public Sink<Relevance> relevance(String topic) {
    return transactional(topic, Relevance.class, Relevance::key);
  }

  private static String key(EnrichedInteraction interaction) {
    return UserKey.of(interaction.userId(), interaction.sessionId(), interaction.deviceId());
  }

  private <T> Sink<T> transactional(
      String topic, Class<T> type, SerializableFunction<T, String> key) {
    return transactional(topic, new JsonRecordSchema<>(topic, type, key, record -> false));
  }

  private <T> Sink<T> transactional(String topic, KafkaRecordSerializationSchema<T> schema) {
    return new TopicSink<>(
        KafkaSink.<T>builder()
            .setKafkaProducerConfig(patientProducer())
            .setRecordSerializer(schema)
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setTransactionalIdPrefix(transactionPrefix + "-" + topic)
            // A fixed, reused set of ids: the broker keeps no trace of every checkpoint ever taken.
            .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
            .setProperty(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                String.valueOf(transactionTimeout.toMillis()))
            .build());
  }

  private <T> Sink<T> atLeastOnce(KafkaRecordSerializationSchema<T> schema) {
    return new TopicSink<>(
        KafkaSink.<T>builder()
            .setKafkaProducerConfig(producer())
            .setRecordSerializer(schema)
            .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
            .build());
  }

  /** Of what is read at once: a record waits for no other. */
  private Properties producer() {
    return producer(Map.of(ProducerConfig.LINGER_MS_CONFIG, "0"));
  }

  private Properties patientProducer() {
    return producer(
        Map.of(
            ProducerConfig.LINGER_MS_CONFIG, LINGER_OF_TRANSACTIONS,
            ProducerConfig.BATCH_SIZE_CONFIG, BATCH_OF_TRANSACTIONS));
  }

  private Properties producer(Map<String, String> defaults) {
    Properties properties = new Properties();
    properties.putAll(defaults);
    properties.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.setProperty(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(MAX_REQUEST_BYTES));
    properties.putAll(client);
    return properties;
  }
}
