package io.nowfeed.local.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * How a Kafka cluster is reached.
 *
 * @param bootstrapServers {@code host:port[,host:port]}
 * @param client what every client is configured with beside it, such as security
 */
public record KafkaAccess(String bootstrapServers, Map<String, String> client) {
  private static final int ANSWER_MILLIS = 10_000;
  private static final int CALL_MILLIS = 30_000;
  private static final int LARGEST_REQUEST = 32 << 20;

  /** Without anything beside the address. */
  public static KafkaAccess of(String bootstrapServers) {
    return new KafkaAccess(bootstrapServers, Map.of());
  }

  /**
   * Asks for the cluster's id.
   *
   * @throws KafkaFailedException when nobody answers within ten seconds, or a setting is wrong
   */
  public void requireReachable() {
    try (Admin admin = admin(ANSWER_MILLIS)) {
      await("asking the brokers who they are", admin.describeCluster().clusterId());
    } catch (KafkaFailedException e) {
      throw new KafkaFailedException(
          "no Kafka broker answers at " + bootstrapServers + ": " + reason(e.getCause()), e);
    }
  }

  /** A client that looks at the cluster. The caller closes it. */
  public Admin admin() {
    return admin(CALL_MILLIS);
  }

  private Admin admin(int millis) {
    Map<String, Object> config = config();
    config.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    config.putIfAbsent(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(millis, ANSWER_MILLIS));
    try {
      return Admin.create(config);
    } catch (KafkaException e) {
      throw new KafkaFailedException(reason(e), e);
    }
  }

  /** A consumer of committed records, without a group, made to read much. The caller closes it. */
  <T> Consumer<T, T> consumer(Deserializer<T> deserializer) {
    Map<String, Object> config = config();
    config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    config.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    config.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    config.putIfAbsent(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
    config.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // Its groups are the deployment's; this one looks from outside.
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(config, deserializer, deserializer);
  }

  /**
   * A producer of transactions. The caller closes it.
   *
   * @param transactionalId also fences every earlier producer of the same id
   */
  public Producer<byte[], byte[]> transactional(String transactionalId) {
    Map<String, Object> config = config();
    config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, CALL_MILLIS);
    config.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
    config.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * LARGEST_REQUEST);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    // The first requests of a transaction may find the one before still ending; with one in flight
    // only that one is repeated, instead of all behind it as out of order.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>(client);
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return config;
  }

  /**
   * The answer to a call.
   *
   * @param what was asked for, as it begins a sentence
   * @throws KafkaFailedException when there is none
   */
  public static <T> T await(String what, KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new KafkaFailedException(what + " failed: " + reason(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaFailedException(what + " was interrupted", e);
    }
  }

  /** What Kafka's clients say of a wrong setting is in the cause. */
  private static String reason(Throwable problem) {
    Throwable said =
        problem.getClass() == KafkaException.class && problem.getCause() != null
            ? problem.getCause()
            : problem;
    return said.getMessage() == null ? said.getClass().getSimpleName() : said.getMessage();
  }
}
