package io.nowfeed.local.deploy;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.nowfeed.events.Topics;
import io.nowfeed.events.Topics.Topic;
import io.nowfeed.jobs.AnalyticsJob;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.local.topics.TopicsFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shipped for deployments says the same as the code. */
class DeployFilesTest {
  private static final Path ROOT = DeployedKeys.ROOT;

  /** A key that is commented out: prose has a blank after the number sign. */
  private static final Pattern OFFERED = Pattern.compile("(?m)^#(?=[a-z]+[a-z.-]*=)");

  @TempDir Path folder;

  @Test
  void createsTheDeclaredTopics() throws Exception {
    assertThat(createdTopics())
        .containsExactlyInAnyOrderElementsOf(
            TopicsFile.shipped().newTopics((short) 3).stream()
                .map(DeployFilesTest::created)
                .toList());
  }

  @Test
  void whatCannotBeCreatedEndsTheScript() throws Exception {
    assertThat(createTopics("exit 3").exitValue()).isEqualTo(3);
  }

  @Test
  void aDeclarationThatIsNotThereEndsTheScript() throws Exception {
    assertThat(createTopics("exit 0", folder.resolve("none.yaml")).exitValue()).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "topics:\n", "# topics:\n#   beacons:\n", "topic:\n  beacons:\n"})
  void aDeclarationOfNoTopicsEndsTheScript(String yaml) throws Exception {
    Path declared = Files.writeString(folder.resolve("topics.yaml"), yaml);
    assertThat(createTopics("exit 0", declared).exitValue()).isEqualTo(1);
  }

  @Test
  void everyTopicOfTheCodeIsDeclared() {
    assertThat(
            TopicsFile.shipped().topics().entrySet().stream()
                .filter(topic -> !isOfConnect(topic.getKey()))
                .map(Map.Entry::getKey))
        .containsExactlyInAnyOrderElementsOf(Topics.all().stream().map(Topic::name).toList());
  }

  private static boolean isOfConnect(String topic) {
    return topic.startsWith("__") || topic.startsWith("nowfeed-connect-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy/nowfeed.properties", "deploy/docker/nowfeed.properties"})
  void bothJobsTakeTheConfiguration(String file) {
    String[] args = {"--config", ROOT.resolve(file).toString()};
    assertThatCode(() -> JobConfig.load(args, PersonalizationJob.REQUIRED))
        .doesNotThrowAnyException();
    assertThatCode(() -> JobConfig.load(args, AnalyticsJob.REQUIRED)).doesNotThrowAnyException();
  }

  @Test
  void theManualHasEveryOption() throws Exception {
    assertThat(manual())
        .containsKeys(
            JobOptions.all().stream().map(ConfigOption::key).toList().toArray(String[]::new));
    assertThatCode(() -> JobConfig.of(manual(), AnalyticsJob.REQUIRED)).doesNotThrowAnyException();
  }

  @Test
  void theManualStatesTheDefaults() throws Exception {
    Configuration stated = Configuration.fromMap(manual());
    for (ConfigOption<?> option : JobOptions.all()) {
      if (option.hasDefaultValue()) {
        assertThat((Object) stated.get(option)).as(option.key()).isEqualTo(option.defaultValue());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLINK_IMAGE, flink:%s-java17, flink.version",
    "KAFKA_IMAGE, apache/kafka:%s, kafka.version",
    "CONNECT_IMAGE, quay.io/debezium/connect:%s, debezium.version",
  })
  void imagesAreOfTheVersionsWeBuildWith(String image, String name, String property)
      throws Exception {
    assertThat(env()).containsEntry(image, name.formatted(DeployedKeys.pom(property)));
  }

  @Test
  void postgresIsOfTheVersionWeTestWith() throws Exception {
    String[] version = DeployedKeys.pom("postgres.binaries.version").split("\\.", -1);
    assertThat(env()).containsEntry("POSTGRES_IMAGE", "postgres:" + version[0] + "." + version[1]);
  }

  @Test
  void jobsInComposeKnowTheDatabase() throws Exception {
    Map<String, String> env = env();
    assertThat(properties(Files.readString(ROOT.resolve("deploy/docker/nowfeed.properties"))))
        .containsEntry("jdbc.url", "jdbc:postgresql://postgres:5432/" + env.get("POSTGRES_DB"))
        .containsEntry("jdbc.user", env.get("POSTGRES_USER"))
        .containsEntry("jdbc.password", "${env:POSTGRES_PASSWORD}");
    assertThat(env).containsKey("POSTGRES_PASSWORD");
  }

  @Test
  void composeNamesNoImageOfItsOwn() throws Exception {
    Matcher image =
        Pattern.compile("(?m)^ *image: (.*)$")
            .matcher(Files.readString(ROOT.resolve("docker-compose.yml")));
    assertThat(image.results().map(found -> found.group(1)).distinct())
        .containsExactlyInAnyOrder(
            "${FLINK_IMAGE}",
            "${KAFKA_IMAGE}",
            "${POSTGRES_IMAGE}",
            "${CONNECT_IMAGE}",
            "${BIGQUERY_IMAGE}",
            "${CURL_IMAGE}",
            "${PROMETHEUS_IMAGE}",
            "${GRAFANA_IMAGE}");
  }

  @Test
  void composeMountsWhatIsThere() throws Exception {
    Matcher mount =
        Pattern.compile("(?m)^ *- \\./([^:]+):")
            .matcher(Files.readString(ROOT.resolve("docker-compose.yml")));
    List<String> sources =
        mount.results().map(found -> found.group(1)).filter(path -> !isBuilt(path)).toList();
    assertThat(sources).hasSizeGreaterThan(5).allMatch(path -> Files.exists(ROOT.resolve(path)));
  }

  private static boolean isBuilt(String path) {
    return path.contains("/target/");
  }

  /** Runs the script with a kafka-topics.sh that only notes what it is asked to do. */
  private List<CreatedTopic> createdTopics() throws IOException, InterruptedException {
    Path calls = folder.resolve("calls");
    assertThat(createTopics("echo \"$@\" >>'" + calls + "'").exitValue()).isZero();
    return Files.readAllLines(calls).stream().map(DeployFilesTest::topic).toList();
  }

  private Process createTopics(String kafkaTopicsDoes) throws IOException, InterruptedException {
    return createTopics(kafkaTopicsDoes, ROOT.resolve("deploy/topics.yaml"));
  }

  private Process createTopics(String kafkaTopicsDoes, Path declared)
      throws IOException, InterruptedException {
    Path kafkaTopics = folder.resolve("kafka-topics.sh");
    Files.writeString(kafkaTopics, "#!/bin/sh\n" + kafkaTopicsDoes + "\n");
    assertThat(kafkaTopics.toFile().setExecutable(true)).isTrue();
    ProcessBuilder script =
        new ProcessBuilder("sh", ROOT.resolve("deploy/docker/create-topics.sh").toString());
    script.environment().put("KAFKA_TOPICS", kafkaTopics.toString());
    script.environment().put("BOOTSTRAP_SERVERS", "broker:9092");
    script.environment().put("TOPICS", declared.toString());
    Process process = script.inheritIO().start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process;
  }

  /**
   * What a broker is told of a topic.
   *
   * @param name the topic's name
   * @param partitions how many
   * @param config what differs from the broker's defaults
   */
  private record CreatedTopic(String name, int partitions, Map<String, String> config) {}

  private static CreatedTopic created(NewTopic topic) {
    return new CreatedTopic(topic.name(), topic.numPartitions(), topic.configs());
  }

  private static CreatedTopic topic(String call) {
    List<String> args = new ArrayList<>(Arrays.asList(call.split(" ", -1)));
    assertThat(args).contains("--create", "--if-not-exists").contains("broker:9092");
    String name = valueAfter(args, "--topic");
    int partitions = Integer.parseInt(valueAfter(args, "--partitions"));
    Map<String, String> config = new HashMap<>();
    while (args.contains("--config")) {
      String[] entry = valueAfter(args, "--config").split("=", 2);
      config.put(entry[0], entry[1]);
      args.remove(args.indexOf("--config"));
    }
    return new CreatedTopic(name, partitions, config);
  }

  private static String valueAfter(List<String> args, String flag) {
    return args.get(args.indexOf(flag) + 1);
  }

  /** The manual with every key that it offers switched on. */
  private static Map<String, String> manual() throws IOException {
    String text = Files.readString(ROOT.resolve("deploy/nowfeed.properties"));
    return properties(OFFERED.matcher(text).replaceAll(""));
  }

  private static Map<String, String> env() throws IOException {
    return properties(Files.readString(ROOT.resolve(".env")));
  }

  private static Map<String, String> properties(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    return properties.stringPropertyNames().stream()
        .collect(toMap(key -> key, properties::getProperty));
  }
}
