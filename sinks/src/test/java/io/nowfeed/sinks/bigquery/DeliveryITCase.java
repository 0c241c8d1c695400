package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.cloud.bigquery.PrimaryKey;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableConstraints;
import io.nowfeed.sinks.bigquery.ClickJob.Click;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each delivery promises, while attempts fail, and where rows are that BigQuery refuses. */
class DeliveryITCase {
  private static final long CLICKS = 3_000;
  private static final long KEYS = 300;
  private static final long ONE_HOUR_MILLIS = 3_600_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension private static final TestCluster cluster = new TestCluster();

  @RegisterExtension private final ClickDataset bigQuery = new ClickDataset();
  @TempDir private Path refusals;

  @Test
  void atLeastOnceLosesNothingAndRepeatsLittle() throws Exception {
    ClickJob job =
        ClickJob.of(clicks(Delivery.AT_LEAST_ONCE), CLICKS)
            .crashingAt(700L, 2_500L)
            .start(cluster.flink());
    await().atMost(PATIENCE).until(() -> bigQuery.visible() > 100);
    bigQuery.faults().loseNextAppendResponse();

    assertThat(job.outcome()).isEmpty();
    assertThat(job.restarts()).isEqualTo(2);
    List<Long> ids = bigQuery.ids("clicks");
    assertThat(new HashSet<>(ids)).isEqualTo(upTo(CLICKS));
    // At most what was written since a checkpoint comes again, for each crash, and an append.
    assertThat(ids).hasSizeBetween((int) CLICKS, (int) CLICKS + 2 * 800 + 50);
  }

  @Test
  void atLeastOnceShowsRowsBeforeTheirCheckpoint() throws Exception {
    ClickJob job =
        ClickJob.of(clicks(Delivery.AT_LEAST_ONCE), CLICKS)
            .checkpointEvery(ONE_HOUR_MILLIS)
            .start(cluster.flink());

    await().atMost(PATIENCE).until(() -> bigQuery.visible() > 100);

    assertThat(job.checkpoints().getNumberOfCompletedCheckpoints()).isZero();
    job.cancel();
  }

  @Test
  void upsertLeavesTheNewestOfEachKey() throws Exception {
    createKeyed("keyed");
    BigQuerySink<Click> sink = upserts("keyed").build();

    ClickJob job =
        ClickJob.of(sink, CLICKS, Click.class, DeliveryITCase::ofFewKeys)
            .crashingAt(700L, 2_500L)
            .start(cluster.flink());

    assertThat(job.outcome()).isEmpty();
    assertThat(job.restarts()).isEqualTo(2);
    assertThat(keyed()).isEqualTo(newestOfEachKey());
  }

  @Test
  void upsertOfATableWithoutPrimaryKeyFailsTheStart() throws Exception {
    BigQuerySink<Click> sink = upserts("clicks").build();

    String failure = ClickJob.of(sink, CLICKS).restarts(0).start(cluster.flink()).outcome();

    assertThat(failure)
        .contains(
            "BigQuery table p.d.clicks has no primary key, which delivery UPSERT needs",
            "ALTER TABLE `p.d.clicks` ADD PRIMARY KEY (...) NOT ENFORCED");
  }

  @Test
  void upsertWithoutItsFunctionsIsNotBuilt() {
    assertThatThrownBy(() -> upserts("clicks").setDeletes(null).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs setSequenceNumber and setDeletes");
    assertThatThrownBy(() -> upserts("clicks").setDelivery(Delivery.AT_LEAST_ONCE).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no other delivery takes them");
  }

  @ParameterizedTest
  @EnumSource(
      value = Delivery.class,
      names = {"EXACTLY_ONCE", "AT_LEAST_ONCE"})
  void refusedRowsGoToTheirSinkAndTheOthersToTheTable(Delivery delivery) throws Exception {
    bigQuery.create("fussy", ClickDataset.clicksWithUser(StandardSQLTypeName.JSON));
    RefusalFiles files = new RefusalFiles(refusals);
    BigQuerySink<Click> sink =
        bigQuery.sink("fussy").setDelivery(delivery).setRefusedRows(files).build();

    ClickJob job =
        ClickJob.of(sink, CLICKS, Click.class, DeliveryITCase::withSomeJson).start(cluster.flink());

    assertThat(job.outcome()).isEmpty();
    assertThat(job.restarts()).isZero();
    List<Long> good = LongStream.range(0, CLICKS).filter(DeliveryITCase::isGood).boxed().toList();
    List<String> bad =
        LongStream.range(0, CLICKS)
            .filter(id -> !isGood(id))
            .mapToObj(id -> id + "\tp.d.fussy\tREFUSED_BY_BIGQUERY")
            .toList();
    assertThat(bigQuery.ids("fussy")).isEqualTo(good);
    assertThat(files.lines())
        .allSatisfy(line -> assertThat(line).contains("invalid JSON"))
        .map(line -> line.substring(0, line.lastIndexOf('\t')))
        .containsExactlyInAnyOrderElementsOf(bad);
  }

  @Test
  void refusedRowsAreNotLostWhereAttemptsFail() throws Exception {
    bigQuery.create("fussy", ClickDataset.clicksWithUser(StandardSQLTypeName.JSON));
    RefusalFiles files = new RefusalFiles(refusals);
    BigQuerySink<Click> sink = bigQuery.sink("fussy").setRefusedRows(files).build();

    ClickJob job =
        ClickJob.of(sink, CLICKS, Click.class, DeliveryITCase::withSomeJson)
            .crashingAt(701L, 2_501L)
            .start(cluster.flink());
    await().atMost(PATIENCE).until(() -> !bigQuery.ids("fussy").isEmpty());
    bigQuery.faults().loseNextAppendResponse();

    assertThat(job.outcome()).isEmpty();
    assertThat(bigQuery.ids("fussy"))
        .isEqualTo(LongStream.range(0, CLICKS).filter(DeliveryITCase::isGood).boxed().toList());
    assertThat(files.lines().stream().map(line -> Long.valueOf(line.split("\t", 2)[0])))
        .containsAll(LongStream.range(0, CLICKS).filter(id -> !isGood(id)).boxed().toList())
        .noneMatch(DeliveryITCase::isGood);
  }

  @Test
  void withoutASinkForThemARefusedRowFailsTheJob() throws Exception {
    bigQuery.create("fussy", ClickDataset.clicksWithUser(StandardSQLTypeName.JSON));

    String failure =
        ClickJob.of(
                bigQuery.sink("fussy").build(), CLICKS, Click.class, DeliveryITCase::withSomeJson)
            .restarts(0)
            .start(cluster.flink())
            .outcome();

    assertThat(failure).contains("BigQuery table p.d.fussy did not take 50 rows", "invalid JSON");
  }

  private static Click ofFewKeys(long number) {
    Click click = Click.of(number);
    return new Click(number % KEYS, click.userId(), click.eventTime(), click.tags(), click.items());
  }

  /** Each seventh row is one that a JSON column refuses. */
  private static Click withSomeJson(long number) {
    Click click = Click.of(number);
    String user = isGood(number) ? "\"" + number + "\"" : "not json";
    return new Click(number, user, click.eventTime(), click.tags(), click.items());
  }

  private static boolean isGood(long number) {
    return number % 7 != 0;
  }

  private static boolean isDeletion(Click click) {
    return click.eventTime() % 5 == 0;
  }

  private BigQuerySink<Click> clicks(Delivery delivery) {
    return bigQuery.sink("clicks").setDelivery(delivery).build();
  }

  private BigQuerySink.Builder<Click, Click> upserts(String table) {
    return bigQuery
        .sink(table)
        .setDelivery(Delivery.UPSERT)
        .setSequenceNumber(Click::eventTime)
        .setDeletes(DeliveryITCase::isDeletion);
  }

  private void createKeyed(String table) throws Exception {
    PrimaryKey id = PrimaryKey.newBuilder().setColumns(List.of("id")).build();
    bigQuery.create(
        table,
        StandardTableDefinition.newBuilder()
            .setSchema(ClickDataset.CLICK)
            .setTableConstraints(TableConstraints.newBuilder().setPrimaryKey(id).build())
            .build());
  }

  private Map<Long, Long> keyed() throws Exception {
    Map<Long, Long> newest = new TreeMap<>();
    bigQuery
        .query("SELECT id, event_time FROM d.keyed")
        .forEach(
            row ->
                assertThat(
                        newest.put(
                            row.get("id").getLongValue(),
                            row.get("event_time").getTimestampValue() / 1_000))
                    .as("one row a key")
                    .isNull());
    return newest;
  }

  private static Map<Long, Long> newestOfEachKey() {
    Map<Long, Long> newest = new TreeMap<>();
    for (long number = CLICKS - KEYS; number < CLICKS; number++) {
      Click click = ofFewKeys(number);
      if (!isDeletion(click)) {
        newest.put(click.id(), click.eventTime());
      }
    }
    return newest;
  }

  private static Set<Long> upTo(long count) {
    return new HashSet<>(LongStream.range(0, count).boxed().toList());
  }
}
