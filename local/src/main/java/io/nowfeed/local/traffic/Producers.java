package io.nowfeed.local.traffic;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Producers as a careful backend sets them: nothing lost, nothing doubled, little waiting. */
public final class Producers {
  private Producers() {}

  /** An idempotent producer of JSON values. */
  public static Producer<String, byte[]> idempotent(String bootstrapServers, String clientId) {
    return new KafkaProducer<>(
        common(bootstrapServers, clientId), new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * A transactional producer.
   *
   * @param transactionalId also fences every earlier producer of the same id
   */
  public static Producer<String, byte[]> transactional(
      String bootstrapServers, String transactionalId) {
    Map<String, Object> config = common(bootstrapServers, transactionalId);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    // The first requests of a transaction may find the one before still ending; with one in flight
    // only that one is repeated, instead of all behind it as out of order.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  private static Map<String, Object> common(String bootstrapServers, String clientId) {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    // A broker that is gone is reported within seconds instead of the default two minutes.
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
    return config;
  }
}
