package io.nowfeed.sinks.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the brokers allow their producers, as far as they let us look. */
public final class BrokerLimits {
  /** The brokers' setting: the longest that a transaction may stay open, milliseconds. */
  public static final String TRANSACTION_TIMEOUT = "transaction.max.timeout.ms";

  private static final Logger LOG = LoggerFactory.getLogger(BrokerLimits.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Properties client;
  private final Duration patience;

  /**
   * @param client Kafka client settings, with {@code bootstrap.servers} and security
   */
  public BrokerLimits(Properties client) {
    this(client, PATIENCE);
  }

  /**
   * @param client Kafka client settings, with {@code bootstrap.servers} and security
   * @param patience how long to wait for an answer, in all
   */
  public BrokerLimits(Properties client, Duration patience) {
    this.client = client;
    this.patience = patience;
  }

  /**
   * The longest transaction that all brokers allow; empty, with a warning in the log, when they
   * cannot be asked or do not say: who may write need not be allowed to describe brokers.
   */
  public Optional<Duration> transactionTimeout() {
    try {
      return smallest(brokers());
    } catch (ExecutionException e) {
      return unknown(e.getCause());
    } catch (TimeoutException e) {
      return unknown("no answer within " + patience.toSeconds() + " s");
    } catch (KafkaException e) {
      return unknown(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unknown("interrupted");
    }
  }

  private Collection<Config> brokers()
      throws ExecutionException, TimeoutException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Admin admin = Admin.create(properties());
    try {
      List<ConfigResource> brokers =
          admin.describeCluster().nodes().get(left(deadline), TimeUnit.NANOSECONDS).stream()
              .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
              .toList();
      return admin
          .describeConfigs(brokers)
          .all()
          .get(left(deadline), TimeUnit.NANOSECONDS)
          .values();
    } finally {
      // Not the plain close, which waits for answers that do not come.
      admin.close(Duration.ZERO);
    }
  }

  private static long left(long deadline) {
    return Math.max(0, deadline - System.nanoTime());
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(client);
    String millis = String.valueOf(patience.toMillis());
    properties.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    properties.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    return properties;
  }

  private static Optional<Duration> smallest(Collection<Config> brokers) {
    Optional<Duration> smallest =
        brokers.stream()
            .map(broker -> broker.get(TRANSACTION_TIMEOUT))
            .filter(Objects::nonNull)
            .map(ConfigEntry::value)
            .filter(Objects::nonNull)
            .map(Long::parseLong)
            .min(Long::compare)
            .map(Duration::ofMillis);
    return smallest.isPresent() ? smallest : unknown("they do not say");
  }

  private static Optional<Duration> unknown(Object why) {
    LOG.warn(
        "Cannot look up {} of the brokers, so kafka.transaction.timeout is not compared with it"
            + " here (the right to look is DescribeConfigs on the cluster): {}",
        TRANSACTION_TIMEOUT,
        String.valueOf(why));
    return Optional.empty();
  }
}
