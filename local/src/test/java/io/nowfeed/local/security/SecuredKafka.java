package io.nowfeed.local.security;

import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.server.KafkaBroker;
import io.nowfeed.local.topics.TopicsFile;
import io.nowfeed.sinks.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * A broker that lets in only by TLS and a password, and asks for each right. The administrator may
 * do everything; each declared principal has a password in a file, and what {@code topics apply}
 * gives it.
 */
final class SecuredKafka implements AutoCloseable {
  private static final String ADMIN = "admin";
  private static final String SCRAM = "SCRAM-SHA-512";

  private final KafkaBroker broker;
  private final Path folder;
  private final Certificate certificate;

  private SecuredKafka(KafkaBroker broker, Path folder, Certificate certificate) {
    this.broker = broker;
    this.folder = folder;
    this.certificate = certificate;
  }

  static SecuredKafka start(Path folder, Certificate certificate) throws Exception {
    Files.createDirectories(folder.resolve("secrets"));
    Ports ports = Ports.free();
    KafkaBroker broker =
        KafkaBroker.startEmpty(
            folder.resolve("kafka"),
            ports.kafka(),
            ports.kafkaController(),
            settings(ports, certificate));
    SecuredKafka kafka = new SecuredKafka(broker, folder, certificate);
    kafka.secret(ADMIN);
    kafka.enrol();
    return kafka;
  }

  private static Map<String, String> settings(Ports ports, Certificate certificate) {
    String plain =
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\""
                .formatted(ADMIN)
            + " password=\"%s\" user_%s=\"%s\";".formatted(text(ADMIN), ADMIN, text(ADMIN));
    Map<String, String> settings = new HashMap<>();
    String clients = "SASL_SSL://127.0.0.1:" + ports.kafka();
    settings.put("listeners", clients + ",CONTROLLER://127.0.0.1:" + ports.kafkaController());
    settings.put("advertised.listeners", clients);
    settings.put("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:SASL_SSL");
    settings.put("inter.broker.listener.name", "SASL_SSL");
    settings.put("sasl.enabled.mechanisms", "PLAIN," + SCRAM);
    settings.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
    settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    settings.put("sasl.mechanism.controller.protocol", "PLAIN");
    settings.put("listener.name.sasl_ssl.plain.sasl.jaas.config", plain);
    settings.put("listener.name.controller.plain.sasl.jaas.config", plain);
    settings.put(
        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    settings.put("ssl.keystore.type", "PKCS12");
    settings.put("ssl.keystore.location", certificate.keyStore().toString());
    settings.put("ssl.keystore.password", certificate.password());
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", certificate.certificate().toString());
    settings.put("authorizer.class.name", RecordingAuthorizer.class.getName());
    settings.put("super.users", "User:" + ADMIN);
    settings.put("broker.session.timeout.ms", "30000");
    return settings;
  }

  /** What must never be seen. */
  static String text(String principal) {
    return "hush-of-" + principal;
  }

  private Path secret(String principal) throws IOException {
    return Files.writeString(folder.resolve("secrets").resolve(principal), text(principal) + "\n");
  }

  private void enrol() throws Exception {
    try (Admin admin = admin()) {
      for (String principal : TopicsFile.shipped().principals().keySet()) {
        String name = principal.substring("User:".length());
        secret(name);
        admin
            .alterUserScramCredentials(
                List.of(
                    new UserScramCredentialUpsertion(
                        name,
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                        text(name))))
            .all()
            .get();
      }
    }
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** How a principal's clients are configured: with the place of its password. */
  Map<String, String> client(String principal) {
    boolean admin = principal.equals(ADMIN);
    String module = admin ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
    return Map.of(
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        admin ? "PLAIN" : SCRAM,
        "sasl.jaas.config",
        "org.apache.kafka.common.security.%s required username=\"%s\" password=\"${file:%s}\";"
            .formatted(module, principal, folder.resolve("secrets").resolve(principal)),
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        certificate.certificate().toString());
  }

  /** The same as a file for commands. */
  Path clientFile(String principal) throws IOException {
    return Files.writeString(
        folder.resolve(principal + ".properties"),
        client(principal).entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n")));
  }

  /** The same, to be handed to Kafka's clients. */
  Properties properties(String principal) {
    Properties properties = new Properties();
    properties.putAll(client(principal));
    properties.setProperty("bootstrap.servers", bootstrapServers());
    return Secrets.forKafka(properties);
  }

  Admin admin() {
    return Admin.create(properties(ADMIN));
  }

  @Override
  public void close() {
    broker.close();
  }
}
