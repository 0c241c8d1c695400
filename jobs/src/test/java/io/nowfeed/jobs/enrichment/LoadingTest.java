package io.nowfeed.jobs.enrichment;

import static io.nowfeed.jobs.JobFixtures.anonymous;
import static io.nowfeed.jobs.JobFixtures.beacon;
import static io.nowfeed.jobs.JobFixtures.delete;
import static io.nowfeed.jobs.JobFixtures.interaction;
import static io.nowfeed.jobs.JobFixtures.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The join while the users table is loaded. Output as in {@link JoinRun}. */
class LoadingTest {
  private static final long NOON = JoinRun.NOON;

  private JoinRun join;

  @BeforeEach
  void start() throws Exception {
    join = JoinRun.start();
  }

  @AfterEach
  void stop() throws Exception {
    join.close();
  }

  @Test
  void nothingIsEmittedBeforeEveryPartitionIsLoaded() throws Exception {
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(upsert("ann", "GB", 20));
    join.partitionLoaded(1);
    join.partitionLoaded(1);
    join.happens(interaction("i-1", "ann", NOON));
    assertThat(join.emitted()).isEmpty();

    join.partitionLoaded(0);

    assertThat(join.emitted()).containsExactly("b-1 MATCHED GB@20", "i-1 MATCHED GB@20");
    assertThat(join.keysWith("waiting", "wait")).isZero();
    assertThat(join.timers()).isZero();
  }

  @Test
  void heldEventMeetsTheLastVersionThatWasLoaded() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(upsert("ann", "FR", 30));

    join.tableLoaded();

    assertThat(join.emitted()).containsExactly("b-1 MATCHED FR@30");
  }

  @Test
  void heldEventOfAUserDeletedMeanwhileSaysSo() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(delete("ann", 30));
    assertThat(join.emitted()).containsExactly("erasure of ann");

    join.tableLoaded();

    assertThat(join.emitted()).containsExactly("erasure of ann", "b-1 DELETED");
  }

  @Test
  void anonymousEventIsNotHeld() throws Exception {
    join.happens(anonymous("i-1", "s-1", NOON));

    assertThat(join.emitted()).containsExactly("i-1 ANONYMOUS");
  }

  @Test
  void userWhoIsNotInTheTableHasItsWaitFromThenOn() throws Exception {
    join.happens(beacon("b-1", "ann", NOON));
    join.timeIs(NOON + 30_000);
    join.tableLoaded();
    join.timeIs(NOON + 30_000 + JoinRun.MAX_WAIT - 1);
    assertThat(join.emitted()).isEmpty();

    join.timeIs(NOON + 30_000 + JoinRun.MAX_WAIT);

    assertThat(join.emitted()).containsExactly("b-1 NO_SUCH_USER");
    assertThat(join.timers()).isZero();
  }

  @Test
  void tableThatIsNotLoadedInTimeHoldsNobodyLonger() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(beacon("b-2", "bob", NOON));
    join.timeIs(NOON + JoinRun.MAX_LOAD_WAIT - 1);
    assertThat(join.emitted()).isEmpty();

    join.timeIs(NOON + JoinRun.MAX_LOAD_WAIT);
    assertThat(join.emitted())
        .containsExactlyInAnyOrder("b-1 MATCHED GB@20", "b-2 NOT_LOADED_IN_TIME");

    join.happens(beacon("b-3", "bob", NOON));
    join.timeIs(NOON + JoinRun.MAX_LOAD_WAIT + JoinRun.MAX_WAIT);
    assertThat(join.emitted()).hasSize(3).contains("b-3 NOT_LOADED_IN_TIME");

    join.tableLoaded();
    join.happens(beacon("b-4", "bob", NOON));
    join.timeIs(NOON + JoinRun.MAX_LOAD_WAIT + 2 * JoinRun.MAX_WAIT);
    assertThat(join.emitted()).hasSize(4).contains("b-4 NO_SUCH_USER");
  }

  @Test
  void asManyEventsAreHeldAsCome() throws Exception {
    for (int i = 1; i <= 4; i++) {
      join.happens(beacon("b-" + i, "ann", NOON));
    }
    assertThat(join.emitted()).isEmpty();

    join.happens(upsert("ann", "GB", 20));
    join.tableLoaded();

    assertThat(join.emitted()).hasSize(4).allMatch(event -> event.endsWith("MATCHED GB@20"));
  }

  @Test
  void timeForTheLoadIsUpThoughNothingComes() throws Exception {
    join.eventTimeIs(NOON + 500);
    join.timeIs(NOON + JoinRun.MAX_LOAD_WAIT);

    assertThat(join.outputWithWatermarks()).containsExactly("time is 500");
  }

  @Test
  void whatIsHeldComesOutWhenTheJobIsDrained() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(beacon("b-2", "bob", NOON));
    join.eventTimeIs(NOON + 500);
    join.drain();

    assertThat(join.emitted())
        .containsExactlyInAnyOrder("b-1 MATCHED GB@20", "b-2 NOT_LOADED_IN_TIME");
    assertThat(join.outputWithWatermarks()).endsWith("time is 500");
  }

  @Test
  void whatWaitsComesOutWhenTheJobIsDrained() throws Exception {
    join.tableLoaded();
    join.happens(beacon("b-1", "ann", NOON));
    join.drain();

    assertThat(join.emitted()).containsExactly("b-1 NO_SUCH_USER");
  }

  /** Behind the end of event time everything is late. */
  @Test
  void whatIsHeldAndWhatWaitsComesOutBeforeEventTimeEnds() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(beacon("b-2", "bob", NOON));
    join.eventTimeIs(NOON + 500);
    join.eventTimeIs(Long.MAX_VALUE);

    assertThat(join.emitted()).hasSize(2);
    assertThat(join.outputWithWatermarks()).endsWith("time is " + (Long.MAX_VALUE - NOON));
  }

  @Test
  void topicThatGrewMeanwhileIsLoadedWithItsLastPartition() throws Exception {
    join.partitionLoaded(2, 3);
    join.partitionLoaded(0, 2);
    join.happens(upsert("ann", "GB", 20));
    join.happens(beacon("b-1", "ann", NOON));
    assertThat(join.emitted()).isEmpty();

    join.partitionLoaded(1, 2);

    assertThat(join.emitted()).containsExactly("b-1 MATCHED GB@20");
  }

  @Test
  void eventTimeDoesNotPassWhatIsHeld() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(beacon("b-1", "ann", NOON));
    join.eventTimeIs(NOON + 500);
    join.eventTimeIs(NOON + 700);
    join.tableLoaded();
    join.eventTimeIs(NOON + 900);

    assertThat(join.outputWithWatermarks())
        .containsExactly("b-1 MATCHED GB@20", "time is 700", "time is 900");
  }

  @Test
  void quietTableHoldsNoTimeBack() throws Exception {
    join.tableLoaded();
    join.eventTimeIs(NOON + 500);

    assertThat(join.outputWithWatermarks()).containsExactly("time is 500");
  }

  @Test
  void afterARestartTheTableIsLoadedAgain() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.tableLoaded();
    join.restart();
    join.happens(beacon("b-1", "ann", NOON));
    assertThat(join.emitted()).as("what was written meanwhile is not read yet").isEmpty();

    join.happens(upsert("ann", "FR", 30));
    join.tableLoaded();

    assertThat(join.emitted()).containsExactly("b-1 MATCHED FR@30");
  }

  @Test
  void waitThatRanOutWhileTheJobWasDownEndsWithTheLoad() throws Exception {
    join.tableLoaded();
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(beacon("b-2", "bob", NOON));
    join.timeIs(NOON + 5_000);
    join.restart();
    join.timeIs(NOON + JoinRun.MAX_WAIT);
    assertThat(join.emitted()).isEmpty();

    join.happens(upsert("ann", "GB", 20));
    join.tableLoaded();
    assertThat(join.emitted()).containsExactly("b-1 MATCHED GB@20");

    join.timeIs(NOON + 2 * JoinRun.MAX_WAIT);
    assertThat(join.emitted()).containsExactly("b-1 MATCHED GB@20", "b-2 NO_SUCH_USER");
  }
}
