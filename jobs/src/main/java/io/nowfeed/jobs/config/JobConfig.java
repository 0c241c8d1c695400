package io.nowfeed.jobs.config;

import io.nowfeed.events.Action;
import io.nowfeed.events.Measure;
import io.nowfeed.sinks.secret.Secrets;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

/**
 * The configuration of a job: a properties file ({@code --config FILE}) and {@code --key value}
 * pairs, which win. Checked as a whole before anything starts.
 */
public final class JobConfig {
  private static final String FILE_FLAG = "config";

  private final Configuration values;
  private final Map<String, String> given;

  private JobConfig(Map<String, String> given) {
    this.given = new TreeMap<>(given);
    this.values = Configuration.fromMap(given);
  }

  /**
   * Reads what a job was started with.
   *
   * @param args {@code --config FILE} and {@code --key value}
   * @param required keys without which this job cannot run
   * @throws InvalidConfigException naming everything that is wrong, and what is allowed
   */
  public static JobConfig load(String[] args, List<ConfigOption<?>> required)
      throws InvalidConfigException {
    Map<String, String> flags = flags(args);
    requireNoSecrets(flags);
    Map<String, String> given = new TreeMap<>();
    String file = flags.remove(FILE_FLAG);
    if (file != null) {
      given.putAll(file(file));
    }
    given.putAll(flags);
    return of(given, required);
  }

  /**
   * Checks given settings.
   *
   * @throws InvalidConfigException naming everything that is wrong, and what is allowed
   */
  public static JobConfig of(Map<String, String> given, List<ConfigOption<?>> required)
      throws InvalidConfigException {
    JobConfig config = new JobConfig(given);
    List<String> problems = new ArrayList<>();
    given.keySet().stream()
        .filter(key -> !isAllowed(key))
        .forEach(key -> problems.add("unknown key '" + key + "'" + didYouMean(key)));
    required.stream()
        .filter(option -> given.getOrDefault(option.key(), "").isBlank())
        .forEach(
            option ->
                problems.add(
                    "missing key '" + option.key() + "': " + OptionTypes.description(option)));
    JobOptions.all().forEach(option -> config.checkType(option, problems));
    if (problems.isEmpty()) {
      OptionRanges.check(config, problems);
    }
    if (!problems.isEmpty()) {
      throw InvalidConfigException.of(problems);
    }
    return config;
  }

  /** The value of an option, its default when not given, null when it has none. */
  public <T> T get(ConfigOption<T> option) {
    return values.get(option);
  }

  /** The value of a duration, milliseconds. */
  public long millis(ConfigOption<Duration> option) {
    return get(option).toMillis();
  }

  /** The value of a size, bytes. */
  public int bytes(ConfigOption<MemorySize> option) {
    return Math.toIntExact(get(option).getBytes());
  }

  /** What each action adds to a score. */
  public Map<Action, Double> weights() {
    return OptionRanges.weights(get(JobOptions.WEIGHTS));
  }

  /** What a minute watched adds to a score. */
  public double watchMinuteWeight() {
    return OptionRanges.watchMinuteWeight(get(JobOptions.WEIGHTS));
  }

  /** The windows of popularity, the shortest first. */
  public List<WindowSize> windows() {
    return PopularitySettings.windows(this);
  }

  /** By which dimensions leaderboards are made; by none is the global one. */
  public List<List<Dimension>> segments() {
    return PopularitySettings.segments(this);
  }

  /** By which measures leaderboards also list their content. */
  public List<Measure> topBy() {
    return PopularitySettings.topBy(this);
  }

  /**
   * Keys whose value holds a secret itself, and not references alone: Flink keeps it wherever it
   * keeps the job's graph.
   */
  public List<String> plainSecrets() {
    return given.entrySet().stream()
        .filter(entry -> SecretSettings.isPlain(entry.getKey(), entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What goes to every Kafka client, each of which looks up the secrets it is referred to. */
  public Properties kafka() {
    Properties properties = new Properties();
    given.forEach(
        (key, value) -> {
          if (key.startsWith(JobOptions.KAFKA_PREFIX) && !isOwn(key)) {
            properties.setProperty(key.substring(JobOptions.KAFKA_PREFIX.length()), value);
          }
        });
    properties.setProperty("bootstrap.servers", get(JobOptions.BOOTSTRAP_SERVERS));
    return Secrets.forKafka(properties);
  }

  /** What was given, with secrets masked: fit to be logged. */
  @Override
  public String toString() {
    return given.entrySet().stream()
        .map(
            entry -> entry.getKey() + "=" + SecretSettings.masked(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void checkType(ConfigOption<?> option, List<String> problems) {
    if (!given.containsKey(option.key())) {
      return;
    }
    try {
      values.get(option);
    } catch (IllegalArgumentException e) {
      String value = SecretSettings.masked(option.key(), given.get(option.key()));
      problems.add(
          "key '" + option.key() + "': cannot read '" + value + "' as " + OptionTypes.of(option));
    }
  }

  private static boolean isAllowed(String key) {
    return key.startsWith(JobOptions.KAFKA_PREFIX) || isOwn(key);
  }

  private static boolean isOwn(String key) {
    return JobOptions.all().stream().anyMatch(option -> option.key().equals(key));
  }

  private static void requireNoSecrets(Map<String, String> flags) throws InvalidConfigException {
    List<String> problems = SecretSettings.problemsOfArguments(flags);
    if (!problems.isEmpty()) {
      throw InvalidConfigException.of(problems);
    }
  }

  private static String didYouMean(String key) {
    return JobOptions.all().stream()
        .map(ConfigOption::key)
        .filter(known -> known.endsWith(lastWord(key)) || key.endsWith(lastWord(known)))
        .findFirst()
        .map(known -> "; did you mean '" + known + "'?")
        .orElse("");
  }

  private static String lastWord(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static Map<String, String> flags(String[] args) throws InvalidConfigException {
    Map<String, String> flags = new TreeMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || args[i].length() == 2) {
        throw InvalidConfigException.of(List.of("expected --key value, found '" + args[i] + "'"));
      }
      String key = args[i].substring(2);
      if (i + 1 == args.length) {
        throw InvalidConfigException.of(List.of("--" + key + " has no value"));
      }
      flags.put(key, args[i + 1]);
    }
    return flags;
  }

  private static Map<String, String> file(String name) throws InvalidConfigException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(name), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw InvalidConfigException.of(List.of("--config: there is no file '" + name + "'"));
    } catch (IOException | IllegalArgumentException e) {
      throw InvalidConfigException.of(
          List.of("--config: cannot read file '" + name + "': " + e.getMessage()));
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(key -> key, key -> properties.getProperty(key).trim()));
  }
}
