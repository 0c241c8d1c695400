package io.nowfeed.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nowfeed.events.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/**
 * Every option of the jobs; those of the lists are in {@link ListOptions}. {@code
 * docs/configuration.md} is generated from this class, and a test fails when it is not.
 */
public final class JobOptions {
  /** Options with this prefix go to every Kafka client as they are, without the prefix. */
  public static final String KAFKA_PREFIX = "kafka.";

  public static final ConfigOption<String> BOOTSTRAP_SERVERS =
      key("kafka.bootstrap.servers")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Brokers to start from. Any other kafka.* key is handed to every Kafka client as it"
                  + " is: kafka.security.protocol, kafka.sasl.jaas.config …");

  public static final ConfigOption<String> CONSUMER_GROUP =
      key("kafka.consumer.group")
          .stringType()
          .defaultValue("nowfeed")
          .withDescription(
              "Prefix of the consumer groups <prefix>-personalization, -analytics and -archive, in"
                  + " which progress is shown; state decides where a restored job goes on.");

  public static final ConfigOption<String> TRANSACTION_PREFIX =
      key("kafka.transaction.prefix")
          .stringType()
          .defaultValue("nowfeed")
          .withDescription(
              "Prefix of transactional ids; unique per deployment in a Kafka cluster.");

  public static final ConfigOption<Duration> TRANSACTION_TIMEOUT =
      key("kafka.transaction.timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(15))
          .withDescription(
              "How long an open transaction waits for its job: longer than a checkpoint interval"
                  + " and the longest outage to survive, at most the broker's"
                  + " transaction.max.timeout.ms (15 min unless raised).");

  public static final ConfigOption<List<String>> TOPICS_BEACONS =
      key("topic.beacons")
          .stringType()
          .asList()
          .defaultValues(Topics.BEACONS)
          .withDescription("Topics of beacons; more than one as a;b;c.");

  public static final ConfigOption<List<String>> TOPICS_INTERACTIONS =
      key("topic.interactions")
          .stringType()
          .asList()
          .defaultValues(Topics.INTERACTIONS)
          .withDescription("Topics of interactions; more than one as a;b;c.");

  public static final ConfigOption<String> TOPIC_USERS =
      key("topic.users")
          .stringType()
          .defaultValue(Topics.USERS)
          .withDescription("Topic to which Debezium writes the users table.");

  public static final ConfigOption<Duration> CHECKPOINT_INTERVAL =
      key("checkpoint.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "How often state is saved; also how old transactional topics and BigQuery rows get."
                  + " Recommendations and popularity do not wait for it.");

  public static final ConfigOption<Duration> BUFFER_TIMEOUT =
      key("latency.buffer-timeout")
          .durationType()
          .defaultValue(Duration.ofMillis(5))
          .withDescription("How long a network buffer waits to fill: latency against throughput.");

  public static final ConfigOption<Duration> MAX_OUT_OF_ORDERNESS =
      key("source.max-out-of-orderness")
          .durationType()
          .defaultValue(Duration.ofSeconds(5))
          .withDescription(
              "How far events of a partition may be out of order and still be on time.");

  public static final ConfigOption<Duration> IDLENESS =
      key("source.idleness")
          .durationType()
          .defaultValue(Duration.ofSeconds(5))
          .withDescription(
              "After how long without events a partition no longer holds windows open.");

  public static final ConfigOption<Duration> MAX_AHEAD =
      key("source.max-ahead")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "How far an event's ts may be ahead of the broker's clock; beyond it is a dead letter"
                  + " FUTURE_TIMESTAMP.");

  public static final ConfigOption<MemorySize> MAX_VALUE_SIZE =
      key("source.max-value-size")
          .memoryType()
          .defaultValue(MemorySize.parse("64 kb"))
          .withDescription("A larger value is a dead letter TOO_LARGE.");

  public static final ConfigOption<MemorySize> DEAD_LETTER_MAX_VALUE_SIZE =
      key("dead-letter.max-value-size")
          .memoryType()
          .defaultValue(MemorySize.parse("2 mb"))
          .withDescription(
              "Of a larger value a dead letter keeps the beginning, its full size and coordinates;"
                  + " base64 makes it a third larger, and the topic must take that.");

  public static final ConfigOption<Duration> DEDUPLICATION_HORIZON =
      key("deduplication.horizon")
          .durationType()
          .defaultValue(Duration.ofHours(1))
          .withDescription(
              "For how long after an event one of the same user with the same event_id is its"
                  + " repetition, by the broker's clock; later it counts as new.");

  public static final ConfigOption<Duration> MAX_WAIT =
      key("enrichment.max-wait")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "How long an event waits for a user that is not in the users table yet; then it goes"
                  + " on with reason NO_SUCH_USER.");

  public static final ConfigOption<Integer> MAX_WAITING =
      key("enrichment.max-waiting-per-user")
          .intType()
          .defaultValue(1000)
          .withDescription("How many events of a user wait at most; one more ends their wait.");

  public static final ConfigOption<Duration> MAX_LOAD_WAIT =
      key("enrichment.max-load-wait")
          .durationType()
          .defaultValue(Duration.ofMinutes(10))
          .withDescription(
              "How long after a start events are held while the users table is read to where it"
                  + " ended at that start; then they go on, those of users not read yet with reason"
                  + " NOT_LOADED_IN_TIME.");

  public static final ConfigOption<Integer> MAX_VERSIONS =
      key("enrichment.max-versions")
          .intType()
          .defaultValue(4)
          .withDescription(
              "How many versions of a user are kept, so that an event meets the attributes of its"
                  + " own time.");

  public static final ConfigOption<Duration> VERSION_RETENTION =
      key("enrichment.version-retention")
          .durationType()
          .defaultValue(Duration.ofDays(1))
          .withDescription(
              "For how long a version is kept after the next one took its place; the newest stays.");

  public static final ConfigOption<Duration> DELETED_RETENTION =
      key("enrichment.deleted-retention")
          .durationType()
          .defaultValue(Duration.ofDays(7))
          .withDescription("For how long events of a deleted user have the reason DELETED.");

  public static final ConfigOption<List<String>> WINDOWS =
      key("popularity.windows")
          .stringType()
          .asList()
          .defaultValues("1m/5s", "30m/1m", "24h/15m")
          .withDescription(
              "Windows of event time, the shortest first, each as size/slide; more than one as"
                  + " a;b;c. A size is a multiple of its slide, a slide of the slide before.");

  public static final ConfigOption<List<String>> SEGMENTS =
      key("popularity.segments")
          .stringType()
          .asList()
          .defaultValues(
              "global",
              "country",
              "region",
              "language",
              "category",
              "language,category",
              "age-band")
          .withDescription(
              "By what leaderboards are made: global, or one or more of country, region,"
                  + " user-language, gender, plan, age-band (of the user), language, category (of"
                  + " the content), joined by commas.");

  public static final ConfigOption<List<Integer>> AGE_BANDS =
      key("popularity.age-bands")
          .intType()
          .asList()
          .defaultValues(18, 25, 35, 45, 55, 65)
          .withDescription("The ages at which the bands of age-band begin, as 18;25;35.");

  public static final ConfigOption<Duration> ALLOWED_LATENESS =
      key("popularity.allowed-lateness")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "How long after its end a window is still corrected by interactions that come late; one"
                  + " that could not correct all its windows is counted in none and goes to"
                  + " late-events. State is kept as much longer.");

  public static final ConfigOption<Integer> TOP =
      key("popularity.top").intType().defaultValue(50).withDescription("Places on a leaderboard.");

  public static final ConfigOption<List<String>> TOP_BY =
      key("popularity.top-by")
          .stringType()
          .asList()
          .defaultValues("likes", "shares")
          .withDescription(
              "By which measures a leaderboard also lists its content, besides by score: impressions,"
                  + " clicks, watches, watch_time_ms, scrolls, likes, shares, add_to_carts,"
                  + " purchases, ctr.");

  public static final ConfigOption<Map<String, String>> WEIGHTS =
      key("popularity.weights")
          .mapType()
          .defaultValue(
              Map.of(
                  "click",
                  "1",
                  "watch",
                  "2",
                  "like",
                  "3",
                  "share",
                  "4",
                  "add_to_cart",
                  "3",
                  "purchase",
                  "5"))
          .withDescription(
              "What an action adds to the score of its item, as click:1,like:3, and watch_minute for"
                  + " each minute watched; what is not named adds nothing.");

  public static final ConfigOption<Integer> CTR_PRIOR_CLICKS =
      key("popularity.ctr-prior-clicks")
          .intType()
          .defaultValue(1)
          .withDescription(
              "Clicks that every item is credited with, so that the click-through rate of few"
                  + " impressions is near the usual one.");

  public static final ConfigOption<Integer> CTR_PRIOR_IMPRESSIONS =
      key("popularity.ctr-prior-impressions")
          .intType()
          .defaultValue(20)
          .withDescription(
              "Impressions that every item is credited with; how many of its own it takes to count"
                  + " as much as the prior.");

  public static final ConfigOption<Duration> QUIET_AFTER =
      key("popularity.quiet-after")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "When no partition has had an event for so long (beyond source.idleness), windows go"
                  + " on with the wall clock, so that boards empty. After an outage of what sends"
                  + " the events that was longer, the oldest of them may be late.");

  public static final ConfigOption<Delivery> POPULARITY_DELIVERY =
      key("popularity.delivery")
          .enumType(Delivery.class)
          .defaultValue(Delivery.AT_LEAST_ONCE)
          .withDescription(
              "AT_LEAST_ONCE is readable at once; after a failure boards come again. EXACTLY_ONCE is"
                  + " readable at the next checkpoint, with isolation.level=read_committed.");

  public static final ConfigOption<Integer> COMBINED_PAIRS =
      key("popularity.combined-pairs")
          .intType()
          .defaultValue(50_000)
          .withDescription(
              "How many counts, one a segment and item, a subtask keeps in memory before it hands"
                  + " them on; about 200 bytes each. Nothing is kept over a checkpoint.");

  public static final ConfigOption<String> BIGQUERY_PROJECT =
      key("bigquery.project")
          .stringType()
          .noDefaultValue()
          .withDescription("Google Cloud project of the dataset.");

  public static final ConfigOption<String> BIGQUERY_DATASET =
      key("bigquery.dataset")
          .stringType()
          .defaultValue("nowfeed")
          .withDescription("Dataset of the tables; they must be there.");

  public static final ConfigOption<String> BIGQUERY_GRPC =
      key("bigquery.endpoint.grpc")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "host:port of a local Storage Write API, without TLS and credentials; Google's when"
                  + " absent.");

  public static final ConfigOption<String> BIGQUERY_CREDENTIALS =
      key("bigquery.credentials-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Service account key file on every TaskManager; the application default credentials"
                  + " when absent.");

  public static final ConfigOption<String> JDBC_URL =
      key("jdbc.url")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Postgres database with tables for dashboards (docs/tables.md), which must be there:"
                  + " jdbc:postgresql://…; none when absent.");

  public static final ConfigOption<String> JDBC_USER =
      key("jdbc.user").stringType().noDefaultValue().withDescription("User of that database.");

  public static final ConfigOption<String> JDBC_PASSWORD =
      key("jdbc.password")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Password of that user: ${file:/path} or ${env:NAME} (docs/security.md).");

  /** What a delivery guarantees. */
  public enum Delivery {
    AT_LEAST_ONCE,
    EXACTLY_ONCE
  }

  private static final List<ConfigOption<?>> UP_TO_POPULARITY =
      List.of(
          BOOTSTRAP_SERVERS,
          CONSUMER_GROUP,
          TRANSACTION_PREFIX,
          TRANSACTION_TIMEOUT,
          TOPICS_BEACONS,
          TOPICS_INTERACTIONS,
          TOPIC_USERS,
          CHECKPOINT_INTERVAL,
          BUFFER_TIMEOUT,
          MAX_OUT_OF_ORDERNESS,
          IDLENESS,
          MAX_AHEAD,
          MAX_VALUE_SIZE,
          DEAD_LETTER_MAX_VALUE_SIZE,
          DEDUPLICATION_HORIZON,
          MAX_WAIT,
          MAX_WAITING,
          MAX_LOAD_WAIT,
          MAX_VERSIONS,
          VERSION_RETENTION,
          DELETED_RETENTION,
          WINDOWS,
          SEGMENTS,
          AGE_BANDS,
          ALLOWED_LATENESS,
          QUIET_AFTER,
          TOP,
          TOP_BY,
          WEIGHTS,
          CTR_PRIOR_CLICKS,
          CTR_PRIOR_IMPRESSIONS,
          POPULARITY_DELIVERY,
          COMBINED_PAIRS);

  private static final List<ConfigOption<?>> OF_SINKS =
      List.of(
          BIGQUERY_PROJECT,
          BIGQUERY_DATASET,
          BIGQUERY_GRPC,
          BIGQUERY_CREDENTIALS,
          JDBC_URL,
          JDBC_USER,
          JDBC_PASSWORD);

  private JobOptions() {}

  /** All options, in the order of the data's way. */
  public static List<ConfigOption<?>> all() {
    return Stream.of(UP_TO_POPULARITY, ListOptions.ALL, ArchiveOptions.ALL, OF_SINKS)
        .flatMap(List::stream)
        .toList();
  }
}
