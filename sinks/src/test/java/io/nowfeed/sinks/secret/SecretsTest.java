package io.nowfeed.sinks.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where secrets come from, and what is said where they are not. */
class SecretsTest {
  private static final String LOGIN = "Login required password=\"%s\";";

  @TempDir private Path folder;

  @Test
  void aFileIsASecretWithoutTheEndOfItsLine() throws Exception {
    Path file = file("password", "hu sh\n");

    assertThat(Secrets.lookUp("${file:" + file + "}")).isEqualTo("hu sh");
  }

  @Test
  void aPropertiesFileHoldsSeveral() throws Exception {
    Path file = file("secrets.properties", "kafka = hush\njdbc = quiet\n");

    assertThat(Secrets.lookUp("${file:" + file + ":jdbc}/${file:" + file + ":kafka}"))
        .isEqualTo("quiet/hush");
  }

  @Test
  void aVariableOfTheEnvironmentIsASecret() {
    assertThat(
            new EnvironmentSecrets(Map.of("LOGIN", "hush", "HOME", "/"))
                .get("", Set.of("LOGIN"))
                .data())
        .containsExactly(Map.entry("LOGIN", "hush"));
  }

  @Test
  void valueWithoutReferenceIsAsItIs() {
    for (String value : new String[] {"hush", "$hush", "${hush}", "${vault:a/b:c}", ""}) {
      assertThat(Secrets.isReferredTo(value)).as(value).isFalse();
      assertThat(Secrets.lookUp(value)).isEqualTo(value);
    }
  }

  @Test
  void whatIsNotThereIsNamed() throws Exception {
    Path file = file("secrets.properties", "kafka=hush\n");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Secrets.lookUp("${env:NOWFEED_NOBODY_SETS_THIS}"))
        .withMessageContaining("environment variable NOWFEED_NOBODY_SETS_THIS is not set");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Secrets.lookUp("${file:/none/such}"))
        .withMessageContaining("cannot read file /none/such on this machine");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Secrets.lookUp("${file:" + file + ":jdbc}"))
        .withMessage("file " + file + " has no key jdbc, and the configuration refers to it");
  }

  @Test
  void kafkasClientsLookUpWhatTheyAreReferredTo() throws Exception {
    String reference = "${file:" + file("password", "hush\n") + "}";
    Properties client = client(LOGIN.formatted(reference));

    Properties settings = Secrets.forKafka(client);

    assertThat(settings.values()).noneMatch(value -> value.toString().contains("hush"));
    assertThat(new AdminClientConfig(settings).getPassword("sasl.jaas.config").value())
        .isEqualTo(LOGIN.formatted("hush"));
  }

  @Test
  void settingsThatReferToNothingAreLeftAlone() {
    assertThat(Secrets.forKafka(client("login"))).isEqualTo(client("login"));
  }

  @Test
  void providersOfOnesOwnAreLeftAlone() {
    Properties client = client("${env:LOGIN}");
    client.setProperty("config.providers", "vault");

    assertThat(Secrets.forKafka(client)).isEqualTo(client);
  }

  private static Properties client(String login) {
    Properties client = new Properties();
    client.setProperty("bootstrap.servers", "broker:9092");
    client.setProperty("sasl.jaas.config", login);
    return client;
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
