package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.sinks.bigquery.ClickJob.Click;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that go on from a savepoint: wider, narrower, later, and with a column more. */
class SavepointITCase {
  private static final long CLICKS = 4_000;
  private static final long SOME = 800;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension private static final TestCluster cluster = new TestCluster();

  @RegisterExtension private final ClickDataset bigQuery = new ClickDataset();
  @TempDir private Path savepoints;

  /** A click of a later version. */
  public record WiderClick(
      long id,
      String userId,
      long eventTime,
      List<String> tags,
      List<ClickJob.Item> items,
      String country) {
    static WiderClick of(long number) {
      Click click = Click.of(number);
      return new WiderClick(
          number, click.userId(), click.eventTime(), click.tags(), click.items(), "NZ");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 1"})
  void anotherParallelism(int before, int after) throws Exception {
    ClickJob first = ClickJob.of(sink(), CLICKS).parallelism(before).start(cluster.flink());
    String savepoint = stopInTheMiddle(first);

    ClickJob second =
        ClickJob.of(sink(), CLICKS).parallelism(after).from(savepoint).start(cluster.flink());

    bigQuery.assertExact(second, CLICKS);
  }

  @Test
  void anOldSavepointRepeatsWhatCameAfterItAndNothingBefore() throws Exception {
    ClickJob first = ClickJob.of(sink(), CLICKS).start(cluster.flink());
    String savepoint = stopInTheMiddle(first);
    List<Long> before = bigQuery.ids("clicks");
    ClickJob second = ClickJob.of(sink(), CLICKS).from(savepoint).start(cluster.flink());
    bigQuery.assertExact(second, CLICKS);

    ClickJob third = ClickJob.of(sink(), CLICKS).from(savepoint).start(cluster.flink());

    assertThat(third.outcome()).isEmpty();
    assertThat(bigQuery.ids("clicks")).isEqualTo(onceAndAfterwardsTwice(new HashSet<>(before)));
  }

  @Test
  void anotherDeliveryGoesOnWithTheSameSavepoint() throws Exception {
    ClickJob first = ClickJob.of(sink(), CLICKS).start(cluster.flink());
    String savepoint = stopInTheMiddle(first);
    BigQuerySink<Click> sink = bigQuery.sink("clicks").setDelivery(Delivery.AT_LEAST_ONCE).build();

    ClickJob second = ClickJob.of(sink, CLICKS).from(savepoint).start(cluster.flink());

    bigQuery.assertExact(second, CLICKS);
  }

  @ParameterizedTest
  @CsvSource({"EXACTLY_ONCE", "AT_LEAST_ONCE"})
  void aColumnAddedMeanwhileDoesNotDisturb(Delivery delivery) throws Exception {
    BigQuerySink<Click> sink = bigQuery.sink("clicks").setDelivery(delivery).build();
    ClickJob job = ClickJob.of(sink, CLICKS).start(cluster.flink());
    await().atMost(PATIENCE).until(() -> bigQuery.visible() > SOME);

    bigQuery.addColumn("clicks", "country");

    bigQuery.assertExact(job, CLICKS);
    assertThat(job.restarts()).isZero();
    assertThat(bigQuery.query("SELECT id FROM d.clicks WHERE country IS NULL"))
        .hasSize((int) CLICKS);
  }

  @Test
  void aColumnMoreIsFilledFromTheSavepointOn() throws Exception {
    ClickJob first = ClickJob.of(sink(), CLICKS).start(cluster.flink());
    String savepoint = stopInTheMiddle(first);
    Set<Long> before = new HashSet<>(bigQuery.ids("clicks"));
    bigQuery.addColumn("clicks", "country");
    BigQuerySink<WiderClick> wider = bigQuery.sink("clicks", WiderClick.class).build();

    ClickJob second =
        ClickJob.of(wider, CLICKS, WiderClick.class, WiderClick::of)
            .from(savepoint)
            .start(cluster.flink());

    bigQuery.assertExact(second, CLICKS);
    Set<Long> filled = new HashSet<>();
    bigQuery
        .query("SELECT id FROM d.clicks WHERE country = 'NZ'")
        .forEach(row -> filled.add(row.get("id").getLongValue()));
    Set<Long> after = new HashSet<>(LongStream.range(0, CLICKS).boxed().toList());
    after.removeAll(before);
    assertThat(filled).isEqualTo(after).isNotEmpty();
  }

  private String stopInTheMiddle(ClickJob job) throws Exception {
    await().atMost(PATIENCE).until(() -> bigQuery.visible() > SOME);
    String savepoint = job.stop(savepoints);
    assertThat(bigQuery.visible()).isLessThan(CLICKS);
    return savepoint;
  }

  private static List<Long> onceAndAfterwardsTwice(Set<Long> once) {
    List<Long> ids = new ArrayList<>();
    for (long id = 0; id < CLICKS; id++) {
      ids.add(id);
      if (!once.contains(id)) {
        ids.add(id);
      }
    }
    return ids;
  }

  private BigQuerySink<Click> sink() {
    return bigQuery.sink("clicks").build();
  }
}
