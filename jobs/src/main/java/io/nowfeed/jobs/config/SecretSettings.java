package io.nowfeed.jobs.config;

import io.nowfeed.sinks.secret.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;

/** Which settings hold a secret, where they may be written, and how they are printed. */
final class SecretSettings {
  private static final String MASK = "******";

  /** In the place of a reference, a character that nobody types. */
  private static final String REFERENCE = "\uE000";

  private static final Pattern PASSWORD_IN_URL =
      Pattern.compile("(password=)[^&;]*", Pattern.CASE_INSENSITIVE);

  /** A password may have an '@' itself: up to the last one before the path. */
  private static final Pattern USER_IN_URL = Pattern.compile("(//)[^/?]*:[^/?]*(@)");

  private static final Pattern PLAIN_IN_URL =
      Pattern.compile(
          "password=R*[^&;R]|//[^/?]*:R*[^/?@R][^/?]*@".replace("R", REFERENCE),
          Pattern.CASE_INSENSITIVE);

  /** An option of a login module, such as password, clientSecret or oauth.access.token. */
  private static final Pattern PLAIN_IN_LOGIN =
      Pattern.compile(
          "(?:password|secret|token)[\"']?\\s*=\\s*(?:\"R*[^\"R]|'R*[^'R]|R*[^\"'\\s;R])"
              .replace("R", REFERENCE),
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PASSWORD_OF_DATABASE =
      Pattern.compile("[?&]password=|" + USER_IN_URL.pattern(), Pattern.CASE_INSENSITIVE);

  private static final Set<String> SECRETS_OF_KAFKA =
      ConsumerConfig.configDef().configKeys().values().stream()
          .filter(known -> known.type == ConfigDef.Type.PASSWORD)
          .map(known -> known.name)
          .collect(Collectors.toUnmodifiableSet());

  private SecretSettings() {}

  /** A value fit to be logged. */
  static String masked(String key, String value) {
    if (isSecret(key)) {
      return MASK;
    }
    String masked = PASSWORD_IN_URL.matcher(value).replaceAll("$1" + MASK);
    return USER_IN_URL.matcher(masked).replaceAll("$1" + MASK + "$2");
  }

  /** Whether a secret is written out in a value, be there references beside it or not. */
  static boolean isPlain(String key, String value) {
    String written = Secrets.replaceReferences(value, REFERENCE);
    if (!isSecret(key)) {
      return PLAIN_IN_URL.matcher(written).find();
    }
    // Beside the secret a login has names. One without any reference may be of any form.
    if (key.endsWith(SaslConfigs.SASL_JAAS_CONFIG) && written.contains(REFERENCE)) {
      return PLAIN_IN_LOGIN.matcher(written).find();
    }
    return !written.replace(REFERENCE, "").isBlank();
  }

  /** What is wrong with the secrets among the arguments. */
  static List<String> problemsOfArguments(Map<String, String> arguments) {
    return arguments.entrySet().stream()
        .filter(argument -> isPlain(argument.getKey(), argument.getValue()))
        .map(Map.Entry::getKey)
        .map(
            key ->
                "--"
                    + key
                    + ": a secret among the arguments is seen by everybody who lists processes,"
                    + " and in Flink's web UI. "
                    + advice(key))
        .toList();
  }

  /** Nobody looks up what the URL of a database refers to, and all of it is kept and reported. */
  static void check(JobConfig config, List<String> problems) {
    String url = config.get(JobOptions.JDBC_URL);
    if (url != null && PASSWORD_OF_DATABASE.matcher(url).find()) {
      problems.add(
          "key 'jdbc.url': must not hold a password. Leave it out, and set 'jdbc.user' and"
              + " 'jdbc.password', as in jdbc.password=${file:/path} or ${env:NAME}");
    }
  }

  private static String advice(String key) {
    if (key.equals(JobOptions.JDBC_URL.key())) {
      return "Leave it out, and set --jdbc.password '${file:/path}' or '${env:NAME}'";
    }
    if (!key.startsWith(JobOptions.KAFKA_PREFIX) && !isSecret(key)) {
      return "Leave it out of the URL, or write it to the file of --config";
    }
    return "Refer to it, as in --"
        + key
        + " '${file:/path}' or '${env:NAME}', or write it to the file of --config";
  }

  /** Kafka knows more secrets than are named so: a login configuration, a private key. */
  private static boolean isSecret(String key) {
    if (GlobalConfiguration.isSensitive(key)) {
      return true;
    }
    return key.startsWith(JobOptions.KAFKA_PREFIX)
        && SECRETS_OF_KAFKA.contains(key.substring(JobOptions.KAFKA_PREFIX.length()));
  }
}
