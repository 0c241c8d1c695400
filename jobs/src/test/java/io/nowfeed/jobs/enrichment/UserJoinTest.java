package io.nowfeed.jobs.enrichment;

import static io.nowfeed.jobs.JobFixtures.anonymous;
import static io.nowfeed.jobs.JobFixtures.beacon;
import static io.nowfeed.jobs.JobFixtures.interaction;
import static io.nowfeed.jobs.JobFixtures.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.UserEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events and the users they find, or wait for. Output as in {@link JoinRun}. */
class UserJoinTest {
  private static final long NOON = JoinRun.NOON;

  private static final long MAX_WAIT = JoinRun.MAX_WAIT;
  private static final long WAIT_ENDS = NOON + MAX_WAIT;

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
  void eventOfAKnownUserIsMatchedAtOnce() throws Exception {
    join.happens(upsert("ann", "GB", 20));
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(interaction("i-1", "ann", NOON));

    assertThat(join.emitted()).containsExactly("b-1 MATCHED GB@20", "i-1 MATCHED GB@20");
  }

  @Test
  void matchedBeaconKeepsWhatItWasAndSaysWhereItsAttributesAreFrom() throws Exception {
    UserEvent beacon = beacon("b-1", "ann", NOON - 7);
    join.happens(upsert("ann", "GB", 20));
    join.happens(beacon);

    UserAttributes attributes = Fixtures.user("GB", "en", "sport");
    assertThat(join.output())
        .containsExactly(
            EnrichedEvent.of(
                "ann",
                new ActiveUser(
                    "b-1",
                    "ann",
                    "device-ann",
                    "session-ann",
                    NOON - 7,
                    "7.1",
                    "GB",
                    attributes,
                    MatchReason.MATCHED,
                    20L,
                    20_000L,
                    beacon.origin(),
                    beacon.ingestedAt(),
                    NOON)));
  }

  @Test
  void matchedInteractionKeepsWhatItWasAndHasNoContentYet() throws Exception {
    UserEvent interaction = interaction("i-1", "ann", NOON - 7);
    join.happens(upsert("ann", "GB", 20));
    join.happens(interaction);

    UserAttributes attributes = Fixtures.user("GB", "en", "sport");
    assertThat(join.output())
        .containsExactly(
            EnrichedEvent.of(
                "ann",
                new EnrichedInteraction(
                    "i-1",
                    "ann",
                    null,
                    "session-ann",
                    "c-1",
                    interaction.interaction().action(),
                    NOON - 7,
                    1200L,
                    attributes,
                    null,
                    MatchReason.MATCHED,
                    20L,
                    20_000L,
                    interaction.origin(),
                    interaction.ingestedAt(),
                    NOON)));
  }

  @Test
  void eventsWaitForTheirUserAndKeepTheirOrder() throws Exception {
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(interaction("i-1", "ann", NOON - 500));
    assertThat(join.emitted()).isEmpty();

    join.timeIs(NOON + 400);
    join.happens(upsert("ann", "GB", 20));

    assertThat(join.emitted()).containsExactly("b-1 MATCHED GB@20", "i-1 MATCHED GB@20");
    assertThat(join.output().get(0).activeUser().enrichedAt()).isEqualTo(NOON + 400);
    assertThat(join.timers()).isZero();
  }

  @Test
  void arrivalOfOneUserReleasesNoOther() throws Exception {
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(beacon("b-2", "bob", NOON));

    join.happens(upsert("bob", "FR", 20));

    assertThat(join.emitted()).containsExactly("b-2 MATCHED FR@20");
  }

  @Test
  void waitEndsOnceAndTheNextEventWaitsAgain() throws Exception {
    join.happens(beacon("b-1", "ann", NOON));
    join.timeIs(WAIT_ENDS - 1);
    join.happens(beacon("b-2", "ann", NOON));
    assertThat(join.emitted()).isEmpty();

    join.timeIs(WAIT_ENDS);
    assertThat(join.emitted()).containsExactly("b-1 NO_SUCH_USER", "b-2 NO_SUCH_USER");

    join.happens(beacon("b-3", "ann", NOON));
    join.timeIs(WAIT_ENDS + MAX_WAIT - 1);
    assertThat(join.emitted()).hasSize(2);
    join.timeIs(WAIT_ENDS + MAX_WAIT);
    assertThat(join.emitted())
        .containsExactly("b-1 NO_SUCH_USER", "b-2 NO_SUCH_USER", "b-3 NO_SUCH_USER");
    assertThat(join.keysWith("waiting", "wait", "user", "deleted-lsn")).isZero();
    assertThat(join.timers()).isZero();
  }

  @Test
  void userThatArrivesAfterTheWaitMatchesTheNextEventOnly() throws Exception {
    join.happens(beacon("b-1", "ann", NOON));
    join.timeIs(WAIT_ENDS);
    join.happens(upsert("ann", "GB", 20));
    join.happens(beacon("b-2", "ann", NOON));

    assertThat(join.emitted()).containsExactly("b-1 NO_SUCH_USER", "b-2 MATCHED GB@20");
  }

  @Test
  void asManyEventsWaitAsConfiguredAndOneMoreEndsTheirWait() throws Exception {
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(beacon("b-2", "ann", NOON));
    join.happens(beacon("b-3", "ann", NOON));
    assertThat(join.emitted()).isEmpty();

    join.happens(beacon("b-4", "ann", NOON));

    assertThat(join.emitted())
        .containsExactly(
            "b-1 NO_SUCH_USER", "b-2 NO_SUCH_USER", "b-3 NO_SUCH_USER", "b-4 NO_SUCH_USER");
    assertThat(join.timers()).isZero();
  }

  @Test
  void anonymousEventNeverWaits() throws Exception {
    join.happens(anonymous("i-1", "s-9", NOON));

    assertThat(join.emitted()).containsExactly("i-1 ANONYMOUS");
    assertThat(join.output().get(0).key()).isEqualTo("session:s-9");
    assertThat(join.keysWith("waiting", "wait", "user", "deleted-lsn")).isZero();
  }

  @Test
  void waitGoesOnAcrossARestartAndEndsWhenTheUserComes() throws Exception {
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(beacon("b-2", "bob", NOON));
    join.restart();
    join.tableLoaded();
    join.happens(interaction("i-1", "ann", NOON));
    join.happens(upsert("ann", "GB", 20));

    assertThat(join.emitted()).containsExactly("b-1 MATCHED GB@20", "i-1 MATCHED GB@20");
    assertThat(join.timers()).as("bob's").isEqualTo(1);
  }

  @Test
  void eventsThatWaitAreCountedAcrossARestart() throws Exception {
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(beacon("b-2", "ann", NOON));
    join.happens(beacon("b-3", "bob", NOON));
    assertThat(join.waiting()).isEqualTo(3);

    join.restart();
    assertThat(join.waiting()).isEqualTo(3);

    join.tableLoaded();
    join.happens(upsert("ann", "GB", 20));
    assertThat(join.waiting()).as("bob's").isEqualTo(1);
    join.timeIs(WAIT_ENDS);
    assertThat(join.waiting()).isZero();
  }

  @Test
  void waitThatEndedWhileTheJobWasDownEndsAtItsStart() throws Exception {
    join.happens(beacon("b-1", "ann", NOON));
    join.restart();
    join.tableLoaded();

    long anHourLater = NOON + 3_600_000;
    join.timeIs(anHourLater);

    assertThat(join.emitted()).containsExactly("b-1 NO_SUCH_USER");
    assertThat(join.output().get(0).activeUser().enrichedAt())
        .as("when it was emitted, not when it should have been")
        .isEqualTo(anHourLater);
    assertThat(join.keysWith("waiting", "wait", "user", "deleted-lsn")).isZero();
  }
}
