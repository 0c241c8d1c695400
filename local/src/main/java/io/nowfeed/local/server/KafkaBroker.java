package io.nowfeed.local.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.local.topics.TopicsFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.metadata.storage.FormatterException;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** A KRaft broker and controller in this process; its directory survives restarts. */
public final class KafkaBroker implements AutoCloseable {
  private static final String NODE_ID = "1";

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private KafkaBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts a broker and creates the declared topics.
   *
   * @param directory where the logs are, created when absent
   * @param port for clients
   * @param controllerPort for the broker's own controller
   */
  public static KafkaBroker start(Path directory, int port, int controllerPort) throws IOException {
    return start(directory, port, controllerPort, Map.of());
  }

  /**
   * The same with settings of its own.
   *
   * @param settings Kafka's, by name; they win
   */
  public static KafkaBroker start(
      Path directory, int port, int controllerPort, Map<String, String> settings)
      throws IOException {
    KafkaBroker broker = startEmpty(directory, port, controllerPort, settings);
    broker.createTopics();
    return broker;
  }

  /** The same without the declared topics: for brokers that let in only who shows who it is. */
  public static KafkaBroker startEmpty(
      Path directory, int port, int controllerPort, Map<String, String> settings)
      throws IOException {
    String bootstrapServers = "127.0.0.1:" + port;
    format(directory);
    Properties properties = properties(directory, bootstrapServers, controllerPort);
    properties.putAll(settings);
    KafkaConfig config = KafkaConfig.fromProps(properties, false);
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    server.startup();
    return new KafkaBroker(server, bootstrapServers);
  }

  /** Where clients connect. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static void format(Path directory) throws IOException {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(directory);
    try {
      new Formatter()
          .setSupportedFeatures(List.copyOf(Feature.PRODUCTION_FEATURES))
          .setNodeId(Integer.parseInt(NODE_ID))
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(directory.toAbsolutePath().toString())
          .setMetadataLogDirectory(directory.toAbsolutePath().toString())
          .setControllerListenerName("CONTROLLER")
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setIgnoreFormatted(true)
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
          .run();
    } catch (FormatterException e) {
      throw new IOException("cannot prepare " + directory + " for Kafka: " + e.getMessage(), e);
    } catch (Exception e) {
      throw new IOException("cannot prepare " + directory + " for Kafka", e);
    }
  }

  private static Properties properties(
      Path directory, String bootstrapServers, int controllerPort) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles",
            "broker,controller",
            "node.id",
            NODE_ID,
            "controller.quorum.voters",
            NODE_ID + "@127.0.0.1:" + controllerPort,
            "listeners",
            "PLAINTEXT://" + bootstrapServers + ",CONTROLLER://127.0.0.1:" + controllerPort,
            "advertised.listeners",
            "PLAINTEXT://" + bootstrapServers,
            "controller.listener.names",
            "CONTROLLER",
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs",
            directory.toAbsolutePath().toString(),
            "auto.create.topics.enable",
            "false"));
    // One broker: internal topics cannot have replicas, and need few partitions.
    properties.putAll(
        Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1"));
    // Small and quick to start: the defaults are for a machine of its own.
    properties.putAll(
        Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "log.cleaner.dedupe.buffer.size", "2097152",
            "broker.session.timeout.ms", "2000",
            "broker.heartbeat.interval.ms", "500",
            "num.network.threads", "2",
            "num.io.threads", "4"));
    return properties;
  }

  /**
   * Created is not yet led: who writes in between is refused, and may wait long before trying
   * again.
   */
  private static void awaitLeaders(Admin admin) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    TopicsFile.shipped()
        .topics()
        .forEach(
            (name, topic) -> {
              for (int partition = 0; partition < topic.partitions(); partition++) {
                ends.put(new TopicPartition(name, partition), OffsetSpec.latest());
              }
            });
    admin.listOffsets(ends).all().get();
  }

  private void createTopics() throws IOException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Set<String> existing = admin.listTopics().names().get();
      List<NewTopic> missing =
          TopicsFile.shipped().newTopics((short) 1).stream()
              .filter(topic -> !existing.contains(topic.name()))
              .toList();
      admin.createTopics(missing).all().get();
      awaitLeaders(admin);
    } catch (ExecutionException e) {
      throw new IOException("cannot create the topics: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while creating the topics", e);
    }
  }
}
