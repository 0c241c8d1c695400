package io.nowfeed.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets come as references, and are told to nobody. */
class JobConfigSecretsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "jdbc.password",
    "kafka.sasl.jaas.config",
    "kafka.ssl.key.password",
    "kafka.ssl.keystore.password",
    "kafka.ssl.keystore.key",
    "kafka.sasl.oauthbearer.client.credentials.client.secret"
  })
  void secretIsMaskedInWhatIsPrinted(String key) throws Exception {
    JobConfig config = load("--config", file(key + "=hush\n"), "--popularity.top", "5");

    assertThat(config).hasToString(sorted(key + "=******", "popularity.top=5"));
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc.password, hush",
    "kafka.sasl.jaas.config, hush",
    "kafka.ssl.keystore.key, hush"
  })
  void secretAmongTheArgumentsIsRefusedAndNotRepeated(String key, String value) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> load("--" + key, value))
        .withMessageContaining("  - --" + key + ": a secret among the arguments is seen by every")
        .withMessageContaining("--" + key + " '${file:/path}' or '${env:NAME}'")
        .withMessageNotContaining("hush");
  }

  @Test
  void referenceToASecretMayBeAnArgument() throws Exception {
    JobConfig config =
        load("--jdbc.password", "${env:PASSWORD}", "--jdbc.url", "jdbc:postgresql://db/x");

    assertThat(config.get(JobOptions.JDBC_PASSWORD)).isEqualTo("${env:PASSWORD}");
    assertThat(config.plainSecrets()).isEmpty();
  }

  @Test
  void secretsThatAreNoReferencesAreKnown() throws Exception {
    JobConfig config =
        load("--config", file("jdbc.password=hush\nkafka.ssl.key.password=${env:KEY}\n"));

    assertThat(config.plainSecrets()).containsExactly("jdbc.password");
  }

  @Test
  void kafkasClientsAreToldWhoLooksUpSecrets() throws Exception {
    JobConfig config =
        load(
            "--kafka.bootstrap.servers",
            "broker:9092",
            "--kafka.sasl.jaas.config",
            "${file:/run/secrets/kafka}");

    assertThat(config.kafka())
        .contains(entry("sasl.jaas.config", "${file:/run/secrets/kafka}"))
        .containsKeys("config.providers", "config.providers.file.class");
  }

  private static JobConfig load(String... args) throws InvalidConfigException {
    return JobConfig.load(args, List.of());
  }

  private static String sorted(String first, String second) {
    return first.compareTo(second) < 0 ? first + ", " + second : second + ", " + first;
  }

  private String file(String text) throws IOException {
    Path file = folder.resolve("job.properties");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return file.toString();
  }
}
