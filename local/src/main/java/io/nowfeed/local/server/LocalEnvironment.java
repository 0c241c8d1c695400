package io.nowfeed.local.server;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;

/**
 * Stands for Kafka Connect's provider of environment variables, which a process cannot set for
 * itself: so that the connector's configuration is the same, to the letter, as in production.
 */
public final class LocalEnvironment implements ConfigProvider {
  private Map<String, String> variables = Map.of();

  @Override
  public void configure(Map<String, ?> configs) {
    variables =
        configs.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toString()));
  }

  @Override
  public ConfigData get(String path) {
    return new ConfigData(variables);
  }

  @Override
  public ConfigData get(String path, Set<String> keys) {
    return new ConfigData(
        variables.entrySet().stream()
            .filter(entry -> keys.contains(entry.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Override
  public void close() {}
}
