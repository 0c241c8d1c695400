package io.nowfeed.local.cli;

import io.nowfeed.local.kafka.KafkaAccess;
import io.nowfeed.local.kafka.KafkaFailedException;
import io.nowfeed.local.platform.Endpoints;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.platform.UsageException;
import io.nowfeed.sinks.secret.Secrets;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which Kafka cluster a command is about: one that is named, or that of a running platform. */
final class ClusterFlags {
  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description =
          "Brokers of the cluster, HOST:PORT[,HOST:PORT]. Without it the platform that runs on"
              + " --port-base, or in --data-dir.",
      showDefaultValue = Visibility.NEVER)
  private String kafka;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "Properties for Kafka's clients, such as security.protocol; secrets as ${file:/path} or"
              + " ${env:NAME}.",
      showDefaultValue = Visibility.NEVER)
  private Path kafkaConfig;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The data directory of a running platform.",
      showDefaultValue = Visibility.NEVER)
  private Path dataDir;

  @Option(
      names = "--port-base",
      paramLabel = "N",
      defaultValue = "" + Ports.DEFAULT_BASE,
      description = "The port base of a running platform.")
  private int portBase;

  /**
   * What is found.
   *
   * @param kafka the cluster, which answers
   * @param bigQueryRest URL of the platform's BigQuery; null for a cluster that was named
   */
  record Found(KafkaAccess kafka, String bigQueryRest) {}

  /**
   * Finds the cluster and asks whether it is there.
   *
   * @throws UsageException when it is not
   */
  Found find() throws IOException {
    Map<String, String> client = client();
    String named = kafka == null ? client.remove(BOOTSTRAP_SERVERS) : kafka;
    client.remove(BOOTSTRAP_SERVERS);
    Found found = named == null ? platform(client) : new Found(access(named, client), null);
    try {
      found.kafka.requireReachable();
    } catch (KafkaFailedException e) {
      throw new UsageException(e.getMessage());
    }
    return found;
  }

  private KafkaAccess access(String bootstrapServers, Map<String, String> client) {
    if (dataDir != null) {
      throw new ParameterException(
          spec.commandLine(), "--kafka and --data-dir exclude each other: which one is it?");
    }
    return new KafkaAccess(bootstrapServers, client);
  }

  private Found platform(Map<String, String> client) throws IOException {
    if (dataDir == null) {
      Ports ports = ports();
      return running(
          "127.0.0.1:" + ports.kafka(), "http://127.0.0.1:" + ports.bigQueryRest(), client);
    }
    if (!Files.exists(dataDir.resolve(Endpoints.FILE))) {
      throw new UsageException(
          "--data-dir " + dataDir + " is no data directory of a ./nowfeed up that runs");
    }
    Endpoints endpoints = Endpoints.read(dataDir);
    return running(endpoints.kafka(), endpoints.bigquery().rest(), client);
  }

  private static Found running(String kafka, String bigQueryRest, Map<String, String> client) {
    if (!Knock.answers("kafka://" + kafka)) {
      throw new UsageException(
          "no platform answers at "
              + kafka
              + ": start ./nowfeed up, or name a cluster with --kafka HOST:PORT");
    }
    return new Found(new KafkaAccess(kafka, client), bigQueryRest);
  }

  private Ports ports() {
    if (portBase < Ports.FIRST_BASE || portBase > Ports.LAST_BASE) {
      throw new ParameterException(
          spec.commandLine(),
          "--port-base %d must be from %d to %d"
              .formatted(portBase, Ports.FIRST_BASE, Ports.LAST_BASE));
    }
    return Ports.from(portBase);
  }

  private Map<String, String> client() {
    Map<String, String> client = new HashMap<>();
    if (kafkaConfig == null) {
      return client;
    }
    if (!Files.isReadable(kafkaConfig)) {
      throw new UsageException("--kafka-config " + kafkaConfig + " is no file that can be read");
    }
    Properties properties = new Properties();
    try (Reader file = Files.newBufferedReader(kafkaConfig)) {
      properties.load(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "--kafka-config " + kafkaConfig + " is no properties file: " + e.getMessage());
    }
    Secrets.forKafka(properties).forEach((key, value) -> client.put((String) key, (String) value));
    return client;
  }
}
