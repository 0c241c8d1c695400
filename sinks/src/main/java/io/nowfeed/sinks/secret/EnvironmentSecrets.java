package io.nowfeed.sinks.secret;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;

/**
 * Variables of the environment. Kafka's own provider leaves {@code ${env:NAME}} where there is no
 * such variable, and a broker then says that the password is wrong; this one says what is missing.
 */
public final class EnvironmentSecrets implements ConfigProvider {
  private final Map<String, String> environment;

  /** Of this process; Kafka's clients make one by this. */
  public EnvironmentSecrets() {
    this(System.getenv());
  }

  EnvironmentSecrets(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void configure(Map<String, ?> settings) {}

  @Override
  public ConfigData get(String path) {
    throw new ConfigException("the environment is asked for by name: ${env:NAME}");
  }

  @Override
  public ConfigData get(String path, Set<String> names) {
    Map<String, String> found = new HashMap<>();
    for (String name : names) {
      String value = environment.get(name);
      if (value == null) {
        throw new ConfigException(
            "environment variable "
                + name
                + " is not set in this process, and the configuration refers to it");
      }
      found.put(name, value);
    }
    return new ConfigData(found);
  }

  @Override
  public void close() {}
}
