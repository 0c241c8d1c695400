package io.nowfeed.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets beside references, and within URLs. */
class SecretSettingsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "kafka.ssl.key.password, ${env:SALT}hush",
    "kafka.sasl.jaas.config, 'Login required username=\"${env:U}\" password=\"hush\";'",
    "kafka.sasl.jaas.config, 'Login required username=\"${env:U}\" password=\"${env:P}hush\";'",
    "kafka.sasl.jaas.config, 'Login required clientId=\"${env:U}\" clientSecret = hush;'",
    "kafka.sasl.jaas.config, 'Login required user=${env:U} ''password''=''hush'';'"
  })
  void secretBesideAReferenceIsRefusedAmongTheArguments(String key, String value) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> load("--" + key, value))
        .withMessageContaining("  - --" + key + ": a secret among the arguments is seen by every")
        .withMessageContaining("--" + key + " '${file:/path}' or '${env:NAME}'")
        .withMessageNotContaining("hush");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://KEY:hush@bucket/a", "s3://${env:KEY}:hush@bucket/a"})
  void passwordInAUrlAmongTheArgumentsIsRefusedAndNotRepeated(String url) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> load("--archive.path", url))
        .withMessageContaining("  - --archive.path: a secret among the arguments is seen by every")
        .withMessageContaining("Leave it out of the URL, or write it to the file of --config")
        .withMessageNotContaining("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/x?password=hush",
        "jdbc:postgresql://db/x?user=${env:U}&password=hush",
        "jdbc:postgresql://db/x?password=${file:/hush}",
        "jdbc:postgresql://u:hush@db/x",
        "jdbc:postgresql://u:${env:hush}@db/x",
      })
  void theUrlOfTheDatabaseHoldsNoPasswordWhereverItIsWritten(String url) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> load("--jdbc.url", url))
        .withMessageContainingAll("jdbc.url", "Leave it out, and set ")
        .withMessageNotContaining("hush");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> load("--config", file("jdbc.url=" + url)))
        .withMessageContaining("  - key 'jdbc.url': must not hold a password")
        .withMessageContaining("jdbc.password=${file:/path}")
        .withMessageNotContaining("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Login required username=\"me\" password=\"${file:/run/kafka}\";",
        "Login required username='me' password='${env:A}${env:B}' tokenauth=\"true\";",
        "Login required password=${env:PASSWORD} username=me;",
        "${file:/run/kafka}",
      })
  void aLoginWhoseSecretsAreReferencesMayBeAnArgument(String login) throws Exception {
    assertThat(load("--kafka.sasl.jaas.config", login).plainSecrets()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/a",
        "abfss://container@account.dfs.core.windows.net/a",
        "hdfs://name-node:8020/a@b",
      })
  void aUrlWithoutAPasswordMayBeAnArgument(String url) throws Exception {
    JobConfig config = load("--archive.path", url);

    assertThat(config.plainSecrets()).isEmpty();
    assertThat(config).hasToString("archive.path=" + url);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc.url=jdbc:postgresql://db/x?sslpassword=hush&ssl=true,"
        + "jdbc.url=jdbc:postgresql://db/x?sslpassword=******&ssl=true",
    "archive.path=s3://KEY:hu@sh@bucket/a,archive.path=s3://******@bucket/a",
  })
  void passwordWithinAUrlIsMaskedInWhatIsPrinted(String given, String printed) throws Exception {
    JobConfig config = load("--config", file(given));

    assertThat(config).hasToString(printed);
    assertThat(config.plainSecrets()).hasSize(1);
  }

  private static JobConfig load(String... args) throws InvalidConfigException {
    return JobConfig.load(args, List.of());
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("job.properties"), text, StandardCharsets.UTF_8)
        .toString();
  }
}
