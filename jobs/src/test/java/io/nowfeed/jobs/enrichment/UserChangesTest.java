package io.nowfeed.jobs.enrichment;

import static io.nowfeed.jobs.JobFixtures.beacon;
import static io.nowfeed.jobs.JobFixtures.delete;
import static io.nowfeed.jobs.JobFixtures.interaction;
import static io.nowfeed.jobs.JobFixtures.read;
import static io.nowfeed.jobs.JobFixtures.tombstone;
import static io.nowfeed.jobs.JobFixtures.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes of the users table do to the join. Output as in {@link JoinRun}. */
class UserChangesTest {
  private static final long NOON = JoinRun.NOON;

  private static final long WAIT_ENDS = NOON + JoinRun.MAX_WAIT;

  private JoinRun join;

  @BeforeEach
  void start() throws Exception {
    join = JoinRun.start();
    join.tableLoaded();
  }

  @AfterEach
  void stop() throws Exception {
    join.close();
  }

  @Test
  void updateShowsInTheNextEvent() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(upsert("ann", "FR", 30));
    join.happens(beacon("b-2", "ann", NOON));

    assertThat(join.emitted()).containsExactly("b-1 MATCHED GB@20", "b-2 MATCHED FR@30");
  }

  @Test
  void olderVersionNeverOverwritesANewerOne() throws Exception {
    join.happens(upsert("ann", "FR", 30));
    join.happens(upsert("ann", "GB", 20));
    join.happens(beacon("b-1", "ann", NOON));

    assertThat(join.emitted()).containsExactly("b-1 MATCHED FR@30");
  }

  @Test
  void changeThatWasOpenDuringASnapshotCountsThoughItsPositionIsSmaller() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(read("ann", "GB", 90));
    join.happens(upsert("ann", "FR", 80));
    join.happens(beacon("b-1", "ann", NOON));

    assertThat(join.emitted()).containsExactly("b-1 MATCHED FR@80");
  }

  @Test
  void itCountsAlsoWhenNothingIsKnownFromBeforeTheSnapshot() throws Exception {
    join.happens(read("ann", "GB", 90));
    join.happens(upsert("ann", "FR", 80));
    join.happens(beacon("b-1", "ann", NOON));

    assertThat(join.emitted()).containsExactly("b-1 MATCHED FR@80");
  }

  @Test
  void deletionThatWasOpenDuringASnapshotErases() throws Exception {
    join.happens(read("ann", "GB", 90));
    join.happens(delete("ann", 80));
    join.happens(tombstone("ann"));
    join.happens(beacon("b-1", "ann", NOON));

    assertThat(join.emitted()).containsExactly("erasure of ann", "b-1 DELETED");
  }

  @Test
  void olderSnapshotDoesNotOverwriteANewerOne() throws Exception {
    join.happens(read("ann", "FR", 90));
    join.happens(read("ann", "GB", 20));
    join.happens(beacon("b-1", "ann", NOON));

    assertThat(join.emitted()).containsExactly("b-1 MATCHED FR@90");
  }

  @Test
  void tombstoneErasesThoughARepeatedDeletionBeforeHadNone() throws Exception {
    join.happens(upsert("ann", "FR", 40));
    join.happens(delete("ann", 30));
    join.happens(upsert("ann", "DE", 50));
    join.happens(tombstone("ann"));

    assertThat(join.emitted()).containsExactly("erasure of ann");
  }

  @Test
  void olderVersionDoesNotBringADeletedUserBack() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(delete("ann", 30));
    join.happens(upsert("ann", "GB", 20));
    join.happens(beacon("b-1", "ann", NOON));

    assertThat(join.emitted()).containsExactly("erasure of ann", "b-1 DELETED");
  }

  @Test
  void bareTombstoneKeepsThePositionBelowWhichVersionsAreOld() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(tombstone("ann"));
    join.happens(upsert("ann", "GB", 19));
    join.happens(beacon("b-1", "ann", NOON));

    assertThat(join.emitted()).containsExactly("erasure of ann", "b-1 DELETED");
  }

  @Test
  void deletedUserIsErasedOnceAndItsLaterEventsSaySo() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(delete("ann", 30));
    join.happens(tombstone("ann"));
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(interaction("i-1", "ann", NOON));

    assertThat(join.emitted()).containsExactly("erasure of ann", "b-1 DELETED", "i-1 DELETED");
  }

  @Test
  void loneTombstoneErasesAKnownUser() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(tombstone("ann"));
    join.happens(beacon("b-1", "ann", NOON));

    assertThat(join.emitted()).containsExactly("erasure of ann", "b-1 DELETED");
  }

  @Test
  void loneTombstoneErasesAUserThatWasNeverSeen() throws Exception {
    join.happens(tombstone("ann"));
    join.happens(beacon("b-1", "ann", NOON));

    assertThat(join.emitted()).containsExactly("erasure of ann", "b-1 DELETED");
  }

  @Test
  void deletionEndsTheWaitBeforeItErases() throws Exception {
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(interaction("i-1", "ann", NOON));
    join.happens(delete("ann", 30));

    assertThat(join.emitted()).containsExactly("b-1 DELETED", "i-1 DELETED", "erasure of ann");
    assertThat(join.timers()).isZero();
  }

  @Test
  void userInsertedAgainIsMatchedAgain() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(delete("ann", 30));
    join.happens(tombstone("ann"));
    join.happens(upsert("ann", "FR", 40));
    join.happens(beacon("b-1", "ann", NOON));

    assertThat(join.emitted()).containsExactly("erasure of ann", "b-1 MATCHED FR@40");
    assertThat(join.keysWith("user")).isEqualTo(1);
    assertThat(join.keysWith("deleted-lsn", "repeated-delete", "waiting", "wait")).isZero();
  }

  @Test
  void userDeletedTwiceIsErasedTwice() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(delete("ann", 30));
    join.happens(upsert("ann", "FR", 40));
    join.happens(delete("ann", 50));

    assertThat(join.emitted()).containsExactly("erasure of ann", "erasure of ann");
  }

  @Test
  void connectorThatRepeatsADeletionDoesNotEraseTheUserInsertedSince() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(delete("ann", 30));
    join.happens(tombstone("ann"));
    join.happens(upsert("ann", "FR", 40));

    join.happens(upsert("ann", "GB", 20));
    join.happens(delete("ann", 30));
    join.happens(tombstone("ann"));
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(upsert("ann", "FR", 40));

    assertThat(join.emitted()).containsExactly("erasure of ann", "b-1 MATCHED FR@40");
  }

  @Test
  void tombstoneLongAfterARepeatedDeletionErases() throws Exception {
    join.happens(upsert("ann", "FR", 40));
    join.happens(delete("ann", 30));
    join.happens(tombstone("ann"));
    join.happens(upsert("ann", "DE", 50));
    join.happens(tombstone("ann"));

    assertThat(join.emitted()).containsExactly("erasure of ann");
  }

  @Test
  void deletionIsForgottenAfterItsRetention() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(delete("ann", 30));
    assertThat(join.keysWith("deleted-lsn")).isEqualTo(1);
    assertThat(join.keysWith("user", "waiting", "wait")).isZero();

    join.ttlTimeIs(NOON + JoinRun.DELETED_RETENTION.toMillis() - 1);
    join.happens(beacon("b-1", "ann", NOON));
    join.ttlTimeIs(NOON + JoinRun.DELETED_RETENTION.toMillis());
    join.happens(beacon("b-2", "ann", NOON));
    assertThat(join.emitted()).containsExactly("erasure of ann", "b-1 DELETED");

    join.timeIs(WAIT_ENDS);
    assertThat(join.emitted()).containsExactly("erasure of ann", "b-1 DELETED", "b-2 NO_SUCH_USER");
    assertThat(join.keysWith("waiting", "wait", "user", "deleted-lsn")).isZero();
  }

  @Test
  void usersAndDeletionsSurviveARestart() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(upsert("bob", "FR", 21));
    join.happens(delete("bob", 22));
    join.restart();
    join.tableLoaded();
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(beacon("b-2", "bob", NOON));

    assertThat(join.emitted()).containsExactly("b-1 MATCHED GB@20", "b-2 DELETED");
  }
}
