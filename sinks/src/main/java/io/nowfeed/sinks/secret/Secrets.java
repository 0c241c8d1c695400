package io.nowfeed.sinks.secret;

import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigTransformer;

/**
 * References to secrets, in the words of Kafka's clients and of Kafka Connect: {@code
 * ${file:/path}} is what a file holds, {@code ${file:/path:key}} the value of a key in a properties
 * file, {@code ${env:NAME}} a variable of the environment. They may be a part of a value.
 *
 * <p>Whoever uses a secret looks it up, on its own machine: a job's graph, Flink's web UI and the
 * log know the reference only.
 */
public final class Secrets {
  private static final Map<String, String> PROVIDERS =
      Map.of(
          "file", FileSecrets.class.getName(),
          "env", EnvironmentSecrets.class.getName());

  private Secrets() {}

  /** Whether there is a reference in a value. */
  public static boolean isReferredTo(String value) {
    return !replaceReferences(value, "").equals(value);
  }

  /** A value with something else in place of each reference, which shows what is written out. */
  public static String replaceReferences(String value, String replacement) {
    return ConfigTransformer.DEFAULT_PATTERN
        .matcher(value)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    PROVIDERS.containsKey(found.group(1)) ? replacement : found.group()));
  }

  /**
   * A value with what it refers to in place.
   *
   * @throws org.apache.kafka.common.config.ConfigException naming the file or variable that is not
   *     on this machine
   */
  public static String lookUp(String value) {
    return new ConfigTransformer(Map.of("file", new FileSecrets(), "env", new EnvironmentSecrets()))
        .transform(Map.of("value", value))
        .data()
        .get("value");
  }

  /**
   * Settings of a Kafka client that looks up what they refer to, wherever it is made. Settings that
   * name providers of their own, or refer to nothing, are left as they are.
   */
  public static Properties forKafka(Properties client) {
    Properties settings = new Properties();
    settings.putAll(client);
    boolean refers =
        client.stringPropertyNames().stream()
            .map(client::getProperty)
            .anyMatch(Secrets::isReferredTo);
    if (refers && !client.containsKey(AbstractConfig.CONFIG_PROVIDERS_CONFIG)) {
      settings.setProperty(
          AbstractConfig.CONFIG_PROVIDERS_CONFIG, String.join(",", PROVIDERS.keySet()));
      PROVIDERS.forEach(
          (name, provider) ->
              settings.setProperty(
                  AbstractConfig.CONFIG_PROVIDERS_CONFIG + "." + name + ".class", provider));
    }
    return settings;
  }
}
