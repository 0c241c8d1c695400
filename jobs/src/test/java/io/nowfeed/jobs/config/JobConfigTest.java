package io.nowfeed.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.nowfeed.events.Action;
import io.nowfeed.events.Measure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobConfigTest {
  private static final List<ConfigOption<?>> REQUIRED =
      List.of(JobOptions.BOOTSTRAP_SERVERS, JobOptions.BIGQUERY_PROJECT);
  private static final List<ConfigOption<?>> NONE = List.of();

  @TempDir Path folder;

  @Test
  void withoutAnythingGivenDefaultsHold() throws Exception {
    JobConfig config = load();

    assertThat(config.get(JobOptions.TOP)).isEqualTo(50);
    assertThat(config.windows())
        .extracting(WindowSize::label, window -> window.slide().toSeconds())
        .containsExactly(tuple("1m", 5L), tuple("30m", 60L), tuple("24h", 900L));
    assertThat(config.segments())
        .contains(
            List.of(), List.of(Dimension.AGE_BAND), List.of(Dimension.LANGUAGE, Dimension.CATEGORY))
        .hasSize(7);
    assertThat(config.topBy()).containsExactly(Measure.LIKES, Measure.SHARES);
    assertThat(config.watchMinuteWeight()).isZero();
    assertThat(config.bytes(JobOptions.MAX_VALUE_SIZE)).isEqualTo(65_536);
    assertThat(config.get(ListOptions.DELIVERY)).isEqualTo(JobOptions.Delivery.AT_LEAST_ONCE);
    assertThat(config.get(JobOptions.JDBC_URL)).isNull();
    assertThat(config.weights())
        .containsOnly(
            entry(Action.CLICK, 1.0),
            entry(Action.WATCH, 2.0),
            entry(Action.LIKE, 3.0),
            entry(Action.SHARE, 4.0),
            entry(Action.ADD_TO_CART, 3.0),
            entry(Action.PURCHASE, 5.0));
  }

  @Test
  void flagsWinOverTheFile() throws Exception {
    String file =
        file(
            "popularity.top = 7\ncheckpoint.interval=20 s\n# a comment\nkafka.consumer.group = mine \n");
    JobConfig config = load("--popularity.top", "9", "--config", file);

    assertThat(config.get(JobOptions.TOP)).isEqualTo(9);
    assertThat(config.get(JobOptions.CHECKPOINT_INTERVAL)).isEqualTo(Duration.ofSeconds(20));
    assertThat(config.get(JobOptions.CONSUMER_GROUP)).as("without blanks").isEqualTo("mine");
  }

  @Test
  void everyTypeIsReadAsOneWritesIt() throws Exception {
    JobConfig config =
        load(
            "--source.idleness", "10 min",
            "--popularity.windows", "90 s/30 s;1h/5m",
            "--popularity.segments", "global;country,plan",
            "--popularity.age-bands", "16;30",
            "--popularity.top-by", "ctr;watch_time_ms",
            "--source.max-value-size", "1 mb",
            "--recommendation.delivery", "exactly_once",
            "--popularity.weights", "click:1,like:2.5,watch_minute:0.5");

    assertThat(config.millis(JobOptions.IDLENESS)).isEqualTo(600_000);
    assertThat(config.windows()).extracting(WindowSize::label).containsExactly("90s", "1h");
    assertThat(config.segments())
        .containsExactly(List.of(), List.of(Dimension.COUNTRY, Dimension.PLAN));
    assertThat(config.get(JobOptions.AGE_BANDS)).containsExactly(16, 30);
    assertThat(config.topBy()).containsExactly(Measure.CTR, Measure.WATCH_TIME_MS);
    assertThat(config.watchMinuteWeight()).isEqualTo(0.5);
    assertThat(config.bytes(JobOptions.MAX_VALUE_SIZE)).isEqualTo(1 << 20);
    assertThat(config.get(ListOptions.DELIVERY)).isEqualTo(JobOptions.Delivery.EXACTLY_ONCE);
    assertThat(config.weights()).containsOnly(entry(Action.CLICK, 1.0), entry(Action.LIKE, 2.5));
  }

  @Test
  void complaintNamesEverythingThatIsWrongAndWhatIsAllowed() {
    Throwable complaint =
        catchThrowable(
            () ->
                JobConfig.of(
                    Map.of("popularity.topp", "3", "windows", "1m/5s", "popularity.top", "many"),
                    REQUIRED));

    assertThat(complaint)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(
            """
            The configuration cannot be used:
              - unknown key '""")
        .hasMessageContaining("\n  - unknown key 'popularity.topp'")
        .hasMessageContaining("\n  - unknown key 'windows'; did you mean 'popularity.windows'?\n")
        .hasMessageContaining("\n  - missing key 'kafka.bootstrap.servers': Brokers to start from.")
        .hasMessageContaining(
            "\n  - missing key 'bigquery.project': Google Cloud project of the dataset.\n")
        .hasMessageContaining("\n  - key 'popularity.top': cannot read 'many' as a whole number\n")
        .hasMessageEndingWith(
            """
              jdbc.password
              kafka.* (handed to every Kafka client)
            Usage: --config FILE.properties --key value …""");
    for (ConfigOption<?> option : JobOptions.all()) {
      assertThat(complaint.getMessage().lines()).contains("  " + option.key());
    }
  }

  @Test
  void aPathOfTheArchiveIsFlinksAndNotEncoded() throws Exception {
    JobConfig config =
        JobConfig.of(
            Map.of("kafka.bootstrap.servers", "k:9092", "archive.path", "s3://bucket/a folder"),
            List.of());

    assertThat(config.get(ArchiveOptions.PATH)).isEqualTo("s3://bucket/a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"archive", "/var/archive", "s3:bucket"})
  void aPathOfTheArchiveHasAScheme(String path) {
    assertComplaint(
        "key 'archive.path': must begin with the scheme of a file system, as s3://bucket/folder or"
            + " file:///folder, is '"
            + path
            + "'",
        Map.of("archive.path", path),
        List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket", "s3://bucket/nowfeed", "file:///var/archive", "file:/a"})
  void aPathOfTheArchiveIsOnAnyFileSystem(String path) throws InvalidConfigException {
    assertThat(JobConfig.of(Map.of("archive.path", path), List.of()).get(ArchiveOptions.PATH))
        .isEqualTo(path);
  }

  @Test
  void blankRequiredKeyIsMissing() {
    assertComplaint(
        "missing key 'kafka.bootstrap.servers'", Map.of("kafka.bootstrap.servers", " "), REQUIRED);
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "source.idleness         | soon      | a duration such as 5 s or 10 min",
        "source.max-value-size   | huge      | a size such as 64 kb or 2 mb",
        "recommendation.items    | 1.5       | a whole number",
        "recommendation.delivery | sometimes | one of AT_LEAST_ONCE, EXACTLY_ONCE",
        "popularity.weights      | click     | a list such as click:1,like:3",
        "checkpoint.interval     | -1 s      | a duration such as 5 s or 10 min",
      })
  void valueOfAnotherTypeSaysWhatIsExpected(String key, String value, String expected) {
    assertComplaint(
        "key '" + key + "': cannot read '" + value + "' as " + expected, Map.of(key, value), NONE);
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "recommendation.items             | 0         | must be at least 1, is 0",
        "popularity.top                   | -3        | must be at least 1, is -3",
        "recommendation.seen              | 0         | must be at least 1, is 0",
        "enrichment.max-waiting-per-user  | 0         | must be at least 1, is 0",
        "popularity.quiet-after           | 0 s       | must be longer than 0",
        "popularity.combined-pairs        | 0         | must be at least 1, is 0",
        "popularity.ctr-prior-impressions | 0         | must be at least 1, is 0",
        "enrichment.max-wait              | 0 s       | must be longer than 0",
        "recommendation.profile-retention | 0 s       | must be longer than 0",
        "recommendation.expires-after     | 0 s       | must be longer than 0",
        "recommendation.active-for        | 0 s       | must be longer than 0",
        "enrichment.deleted-retention     | 0 s       | must be longer than 0",
        "recommendation.explore-share     | 2         | must be from 0 to 1, is 2.0",
        "recommendation.explore-share     | -0.1      | must be from 0 to 1, is -0.1",
        "recommendation.explore-share     | NaN       | must be from 0 to 1, is NaN",
        "recommendation.items             | 0         | must be at least 1, is 0",
        "recommendation.items             | 1001      | must be at most 1000, is 1001",
        "recommendation.max-per-category  | 0         | must be at least 1, is 0",
        "recommendation.seen              | 0         | must be at least 1, is 0",
        "recommendation.fresh-for         | 0 s       | must be longer than 0",
        "recommendation.fresh-impressions | 0         | must be at least 1, is 0",
        "recommendation.taste-half-life   | 0 s       | must be longer than 0",
        "recommendation.resend-before     | 31 min    | must not be longer than"
            + " 'recommendation.expires-after'",
        "covisitation.taught              | 101       | must not be more than"
            + " 'covisitation.history', 100, is 101",
        "covisitation.asked               | 101       | must not be more than"
            + " 'covisitation.history', 100, is 101",
        "covisitation.asked-again         | 101       | must not be more than"
            + " 'covisitation.history', 100, is 101",
        "covisitation.answered            | 101       | must not be more than"
            + " 'covisitation.neighbours', 100, is 101",
        "covisitation.half-life           | 0 s       | must be longer than 0",
        "covisitation.retention           | 0 s       | must be longer than 0",
        "experiment.arms                  | full:0    | the share of 'full' must be above 0",
        "experiment.arms                  | a:1,b:-1  | the share of 'b' must be above 0",
        "experiment.arms                  | full:NaN  | the share of 'full' must be above 0",
        "experiment.arms                  | full:Infinity | the share of 'full' must be above 0",
        "experiment.arms                  | full:all  | the share of 'full' is no number: all",
        "source.idleness                  | 0 s       | must be longer than 0",
        "checkpoint.interval              | 0 s       | must be longer than 0",
        "kafka.transaction.timeout        | 0 s       | must be longer than 0",
        "popularity.windows               | 1m        | cannot use '1m': must be size/slide, as"
            + " 1m/5s",
        "popularity.windows               | 1m/soon   | cannot use '1m/soon': must be size/slide,"
            + " as 1m/5s",
        "popularity.windows               | 0s/0s     | cannot use '0s/0s': the slide must be at"
            + " least 1 ms",
        "popularity.windows               | 61s/5s    | cannot use '61s/5s': the size must be a"
            + " multiple of the slide",
        "popularity.windows               | 1h/1m;1m/5s | must be in order, the shortest first",
        "popularity.windows               | 1m/5s;1h/12s | the slide of 1h must be a multiple of"
            + " that of 1m, because it is made of its panes",
        "popularity.segments              | galaxy    | cannot use 'galaxy': unknown dimension;"
            + " known are country, region, user-language, gender, plan, age-band, language,"
            + " category, or global alone",
        "popularity.segments              | plan,plan | cannot use 'plan,plan': names a dimension"
            + " twice",
        "popularity.top                   | 1001      | must be at most 1000",
        "popularity.segments              | plan;plan | names something twice",
        "popularity.age-bands             | 25;18     | ages must be at least 1, each greater than"
            + " the one before",
        "popularity.top-by                | hearts    | cannot use 'hearts': unknown measure; known"
            + " are impressions, clicks, watches, watch_time_ms, scrolls, likes, shares,"
            + " add_to_carts, purchases, ctr",
        "popularity.weights               | klick:1   | unknown action 'klick'; known are"
            + " impression, click, watch, scroll, like, share, add_to_cart, purchase, watch_minute",
        "popularity.weights               | click:one | the weight of 'click' is no number: one",
        "popularity.weights               | click:NaN | the weight of 'click' must be from -1e9 to 1e9",
        "source.max-value-size            | 0 b       | must be from 1 byte to 1 gb",
        "source.max-value-size            | 3 gb      | must be from 1 byte to 1 gb",
        "dead-letter.max-value-size       | 3 gb      | must be from 1 byte to 1 gb",
      })
  void valueOutOfItsRangeIsRefused(String key, String value, String why) {
    assertComplaint("key '" + key + "': " + why, Map.of(key, value), NONE);
  }

  @Test
  void rungThatIsNotKnownIsRefused() {
    assertComplaint(
        "key 'experiment.rungs': of 'full': unknown rung 'trend'; known are co-visitation,"
            + " segment-trend, region-trend, global-trend, fresh",
        Map.of("experiment.rungs", "full:fresh|trend"),
        NONE);
  }

  @Test
  void rungsOfAnArmThatIsNoneAreRefused() {
    assertComplaint(
        "key 'experiment.rungs': 'popularty' is no arm of 'experiment.arms'",
        Map.of(
            "experiment.arms", "full:1,popularity:1", "experiment.rungs", "popularty:global-trend"),
        NONE);
  }

  @Test
  void flagWithoutValueIsNamed() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> load("--popularity.top", "5", "--popularity.windows"))
        .withMessageContaining("  - --popularity.windows has no value\n");
  }

  @Test
  void argumentThatIsNoFlagIsNamed() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> load("job.properties"))
        .withMessageContaining("  - expected --key value, found 'job.properties'\n");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> load("--", "5"))
        .withMessageContaining("  - expected --key value, found '--'\n");
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> load("--config", folder.resolve("none.properties").toString()))
        .withMessageContaining("--config: there is no file '" + folder + "/none.properties'\n");
  }

  @Test
  void fileThatCannotBeReadIsNamed() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> load("--config", folder.toString()))
        .withMessageContaining("--config: cannot read file '" + folder + "': ");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> load("--config", file("key=\\u00zz")))
        .withMessageContaining("Malformed");
  }

  @Test
  void kafkaKeysGoToEveryClientWithoutPrefixAndWithoutOurs() throws Exception {
    JobConfig config =
        load(
            "--kafka.bootstrap.servers", "broker:9092",
            "--kafka.security.protocol", "SASL_SSL",
            "--config", file("kafka.sasl.jaas.config=login"),
            "--kafka.consumer.group", "mine",
            "--kafka.transaction.prefix", "mine",
            "--kafka.transaction.timeout", "5 min",
            "--popularity.top", "5");

    assertThat(config.kafka())
        .containsOnly(
            entry("bootstrap.servers", "broker:9092"),
            entry("security.protocol", "SASL_SSL"),
            entry("sasl.jaas.config", "login"));
  }

  private static JobConfig load(String... args) throws InvalidConfigException {
    return JobConfig.load(args, NONE);
  }

  private static void assertComplaint(
      String text, Map<String, String> given, List<ConfigOption<?>> required) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> JobConfig.of(given, required))
        .withMessageContaining("\n  - " + text);
  }

  private String file(String text) throws IOException {
    Path file = folder.resolve("job.properties");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return file.toString();
  }
}
