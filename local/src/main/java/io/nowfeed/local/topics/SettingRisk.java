package io.nowfeed.local.topics;

import io.nowfeed.local.topics.Difference.Risk;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;

/** What it may cost to change a setting of a topic. */
final class SettingRisk {
  /** The less, the earlier records go; -1 is for ever. */
  private static final Set<String> KEPT_FOR =
      Set.of(
          TopicConfig.RETENTION_MS_CONFIG,
          TopicConfig.RETENTION_BYTES_CONFIG,
          TopicConfig.DELETE_RETENTION_MS_CONFIG);

  /** The less, the more records are refused. */
  private static final Set<String> TAKEN_UP_TO =
      Set.of(
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
          TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG);

  private SettingRisk() {}

  /**
   * Of a change.
   *
   * @param key Kafka's name of the setting
   * @param value what it becomes
   * @param is what it is now; null where the brokers do not say
   */
  static Risk of(String key, String value, String is) {
    if (key.equals(TopicConfig.CLEANUP_POLICY_CONFIG)) {
      return Risk.DELETION;
    }
    if (key.equals(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)) {
      return Risk.INTAKE;
    }
    boolean lowers = is != null && limit(value) < limit(is);
    if (lowers && KEPT_FOR.contains(key)) {
      return Risk.DELETION;
    }
    return lowers && TAKEN_UP_TO.contains(key) ? Risk.INTAKE : Risk.NONE;
  }

  private static long limit(String value) {
    try {
      long number = Long.parseLong(value);
      return number < 0 ? Long.MAX_VALUE : number;
    } catch (NumberFormatException e) {
      return 0; // the brokers will say what is wrong with it
    }
  }
}
