package io.nowfeed.jobs.enrichment;

import static io.nowfeed.jobs.JobFixtures.anonymous;
import static io.nowfeed.jobs.JobFixtures.beacon;
import static io.nowfeed.jobs.JobFixtures.delete;
import static io.nowfeed.jobs.JobFixtures.interaction;
import static io.nowfeed.jobs.JobFixtures.tombstone;
import static io.nowfeed.jobs.JobFixtures.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.UserEvent;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The join over one run of its operator. Output reads as {@code event REASON country@lsn}. */
class UserJoinTest {
  private static final long NOON = Fixtures.NOON;
  private static final long MAX_WAIT = 10_000;
  private static final long WAIT_ENDS = NOON + MAX_WAIT;
  private static final int MAX_WAITING = 3;
  private static final Duration DELETED_RETENTION = Duration.ofDays(7);

  private KeyedTwoInputStreamOperatorTestHarness<String, UserEvent, UserChange, EnrichedEvent> join;

  @BeforeEach
  void start() throws Exception {
    startFrom(null);
    timeIs(NOON);
  }

  @AfterEach
  void stop() throws Exception {
    join.close();
  }

  @Test
  void eventOfAKnownUserIsMatchedAtOnce() throws Exception {
    happens(upsert("ann", "GB", 20));
    happens(beacon("b-1", "ann", NOON));
    happens(interaction("i-1", "ann", NOON));

    assertThat(emitted()).containsExactly("b-1 MATCHED GB@20", "i-1 MATCHED GB@20");
  }

  @Test
  void matchedBeaconKeepsWhatItWasAndSaysWhereItsAttributesAreFrom() throws Exception {
    UserEvent beacon = beacon("b-1", "ann", NOON - 7);
    happens(upsert("ann", "GB", 20));
    happens(beacon);

    UserAttributes attributes = Fixtures.user("GB", "en", "sport");
    assertThat(join.extractOutputValues())
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
    happens(upsert("ann", "GB", 20));
    happens(interaction);

    UserAttributes attributes = Fixtures.user("GB", "en", "sport");
    assertThat(join.extractOutputValues())
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
    happens(beacon("b-1", "ann", NOON));
    happens(interaction("i-1", "ann", NOON - 500));
    assertThat(emitted()).isEmpty();

    timeIs(NOON + 400);
    happens(upsert("ann", "GB", 20));

    assertThat(emitted()).containsExactly("b-1 MATCHED GB@20", "i-1 MATCHED GB@20");
    assertThat(join.extractOutputValues().get(0).activeUser().enrichedAt()).isEqualTo(NOON + 400);
    assertThat(join.numProcessingTimeTimers()).isZero();
  }

  @Test
  void arrivalOfOneUserReleasesNoOther() throws Exception {
    happens(beacon("b-1", "ann", NOON));
    happens(beacon("b-2", "bob", NOON));

    happens(upsert("bob", "FR", 20));

    assertThat(emitted()).containsExactly("b-2 MATCHED FR@20");
  }

  @Test
  void waitEndsOnceAndTheNextEventWaitsAgain() throws Exception {
    happens(beacon("b-1", "ann", NOON));
    timeIs(WAIT_ENDS - 1);
    happens(beacon("b-2", "ann", NOON));
    assertThat(emitted()).isEmpty();

    timeIs(WAIT_ENDS);
    assertThat(emitted()).containsExactly("b-1 NO_SUCH_USER", "b-2 NO_SUCH_USER");

    happens(beacon("b-3", "ann", NOON));
    timeIs(WAIT_ENDS + MAX_WAIT - 1);
    assertThat(emitted()).hasSize(2);
    timeIs(WAIT_ENDS + MAX_WAIT);
    assertThat(emitted())
        .containsExactly("b-1 NO_SUCH_USER", "b-2 NO_SUCH_USER", "b-3 NO_SUCH_USER");
    assertThat(join.numKeyedStateEntries()).isZero();
    assertThat(join.numProcessingTimeTimers()).isZero();
  }

  @Test
  void userThatArrivesAfterTheWaitMatchesTheNextEventOnly() throws Exception {
    happens(beacon("b-1", "ann", NOON));
    timeIs(WAIT_ENDS);
    happens(upsert("ann", "GB", 20));
    happens(beacon("b-2", "ann", NOON));

    assertThat(emitted()).containsExactly("b-1 NO_SUCH_USER", "b-2 MATCHED GB@20");
  }

  @Test
  void asManyEventsWaitAsConfiguredAndOneMoreEndsTheirWait() throws Exception {
    happens(beacon("b-1", "ann", NOON));
    happens(beacon("b-2", "ann", NOON));
    happens(beacon("b-3", "ann", NOON));
    assertThat(emitted()).isEmpty();

    happens(beacon("b-4", "ann", NOON));

    assertThat(emitted())
        .containsExactly(
            "b-1 NO_SUCH_USER", "b-2 NO_SUCH_USER", "b-3 NO_SUCH_USER", "b-4 NO_SUCH_USER");
    assertThat(join.numProcessingTimeTimers()).isZero();
  }

  @Test
  void anonymousEventNeverWaits() throws Exception {
    happens(anonymous("i-1", "s-9", NOON));

    assertThat(emitted()).containsExactly("i-1 ANONYMOUS");
    assertThat(join.extractOutputValues().get(0).key()).isEqualTo("session:s-9");
    assertThat(join.numKeyedStateEntries()).isZero();
  }

  @Test
  void updateShowsInTheNextEvent() throws Exception {
    happens(upsert("ann", "GB", 20));
    happens(beacon("b-1", "ann", NOON));
    happens(upsert("ann", "FR", 30));
    happens(beacon("b-2", "ann", NOON));

    assertThat(emitted()).containsExactly("b-1 MATCHED GB@20", "b-2 MATCHED FR@30");
  }

  @Test
  void olderVersionNeverOverwritesANewerOne() throws Exception {
    happens(upsert("ann", "FR", 30));
    happens(upsert("ann", "GB", 20));
    happens(beacon("b-1", "ann", NOON));

    assertThat(emitted()).containsExactly("b-1 MATCHED FR@30");
  }

  @Test
  void olderVersionDoesNotBringADeletedUserBack() throws Exception {
    happens(upsert("ann", "GB", 20));
    happens(delete("ann", 30));
    happens(upsert("ann", "GB", 20));
    happens(beacon("b-1", "ann", NOON));

    assertThat(emitted()).containsExactly("erasure of ann", "b-1 DELETED");
  }

  @Test
  void bareTombstoneKeepsThePositionBelowWhichVersionsAreOld() throws Exception {
    happens(upsert("ann", "GB", 20));
    happens(tombstone("ann"));
    happens(upsert("ann", "GB", 19));
    happens(beacon("b-1", "ann", NOON));

    assertThat(emitted()).containsExactly("erasure of ann", "b-1 DELETED");
  }

  @Test
  void deletedUserIsErasedOnceAndItsLaterEventsSaySo() throws Exception {
    happens(upsert("ann", "GB", 20));
    happens(delete("ann", 30));
    happens(tombstone("ann"));
    happens(beacon("b-1", "ann", NOON));
    happens(interaction("i-1", "ann", NOON));

    assertThat(emitted()).containsExactly("erasure of ann", "b-1 DELETED", "i-1 DELETED");
  }

  @Test
  void loneTombstoneErasesAKnownUser() throws Exception {
    happens(upsert("ann", "GB", 20));
    happens(tombstone("ann"));
    happens(beacon("b-1", "ann", NOON));

    assertThat(emitted()).containsExactly("erasure of ann", "b-1 DELETED");
  }

  @Test
  void loneTombstoneErasesAUserThatWasNeverSeen() throws Exception {
    happens(tombstone("ann"));
    happens(beacon("b-1", "ann", NOON));

    assertThat(emitted()).containsExactly("erasure of ann", "b-1 DELETED");
  }

  @Test
  void deletionEndsTheWaitBeforeItErases() throws Exception {
    happens(beacon("b-1", "ann", NOON));
    happens(interaction("i-1", "ann", NOON));
    happens(delete("ann", 30));

    assertThat(emitted()).containsExactly("b-1 DELETED", "i-1 DELETED", "erasure of ann");
    assertThat(join.numProcessingTimeTimers()).isZero();
  }

  @Test
  void userInsertedAgainIsMatchedAgain() throws Exception {
    happens(upsert("ann", "GB", 20));
    happens(delete("ann", 30));
    happens(tombstone("ann"));
    happens(upsert("ann", "FR", 40));
    happens(beacon("b-1", "ann", NOON));

    assertThat(emitted()).containsExactly("erasure of ann", "b-1 MATCHED FR@40");
    assertThat(join.numKeyedStateEntries()).as("the user only").isEqualTo(1);
  }

  @Test
  void userDeletedTwiceIsErasedTwice() throws Exception {
    happens(upsert("ann", "GB", 20));
    happens(delete("ann", 30));
    happens(upsert("ann", "FR", 40));
    happens(delete("ann", 50));

    assertThat(emitted()).containsExactly("erasure of ann", "erasure of ann");
  }

  @Test
  void connectorThatRepeatsADeletionDoesNotEraseTheUserInsertedSince() throws Exception {
    happens(upsert("ann", "GB", 20));
    happens(delete("ann", 30));
    happens(tombstone("ann"));
    happens(upsert("ann", "FR", 40));

    happens(upsert("ann", "GB", 20));
    happens(delete("ann", 30));
    happens(tombstone("ann"));
    happens(beacon("b-1", "ann", NOON));
    happens(upsert("ann", "FR", 40));

    assertThat(emitted()).containsExactly("erasure of ann", "b-1 MATCHED FR@40");
  }

  @Test
  void tombstoneLongAfterARepeatedDeletionErases() throws Exception {
    happens(upsert("ann", "FR", 40));
    happens(delete("ann", 30));
    happens(tombstone("ann"));
    happens(upsert("ann", "DE", 50));
    happens(tombstone("ann"));

    assertThat(emitted()).containsExactly("erasure of ann");
  }

  @Test
  void deletionIsForgottenAfterItsRetention() throws Exception {
    happens(upsert("ann", "GB", 20));
    happens(delete("ann", 30));
    assertThat(join.numKeyedStateEntries()).as("the word that ann is deleted").isEqualTo(1);

    join.setStateTtlProcessingTime(NOON + DELETED_RETENTION.toMillis() - 1);
    happens(beacon("b-1", "ann", NOON));
    join.setStateTtlProcessingTime(NOON + DELETED_RETENTION.toMillis());
    happens(beacon("b-2", "ann", NOON));
    assertThat(emitted()).containsExactly("erasure of ann", "b-1 DELETED");

    timeIs(WAIT_ENDS);
    assertThat(emitted()).containsExactly("erasure of ann", "b-1 DELETED", "b-2 NO_SUCH_USER");
    assertThat(join.numKeyedStateEntries()).isZero();
  }

  @Test
  void waitGoesOnAcrossARestartAndEndsWhenTheUserComes() throws Exception {
    happens(beacon("b-1", "ann", NOON));
    happens(beacon("b-2", "bob", NOON));
    restart();
    happens(interaction("i-1", "ann", NOON));
    happens(upsert("ann", "GB", 20));

    assertThat(emitted()).containsExactly("b-1 MATCHED GB@20", "i-1 MATCHED GB@20");
    assertThat(join.numProcessingTimeTimers()).as("bob's").isEqualTo(1);
  }

  @Test
  void waitThatEndedWhileTheJobWasDownEndsAtItsStart() throws Exception {
    happens(beacon("b-1", "ann", NOON));
    restart();

    long anHourLater = NOON + 3_600_000;
    timeIs(anHourLater);

    assertThat(emitted()).containsExactly("b-1 NO_SUCH_USER");
    assertThat(join.extractOutputValues().get(0).activeUser().enrichedAt())
        .as("when it was emitted, not when it should have been")
        .isEqualTo(anHourLater);
    assertThat(join.numKeyedStateEntries()).isZero();
  }

  @Test
  void usersAndDeletionsSurviveARestart() throws Exception {
    happens(upsert("ann", "GB", 20));
    happens(upsert("bob", "FR", 21));
    happens(delete("bob", 22));
    restart();
    happens(beacon("b-1", "ann", NOON));
    happens(beacon("b-2", "bob", NOON));

    assertThat(emitted()).containsExactly("b-1 MATCHED GB@20", "b-2 DELETED");
  }

  private void startFrom(OperatorSubtaskState state) throws Exception {
    join =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new UserJoin(MAX_WAIT, MAX_WAITING, DELETED_RETENTION)),
            UserEvent::key,
            UserChange::userId,
            Types.STRING);
    join.setStateTtlProcessingTime(NOON);
    join.setup();
    if (state != null) {
      join.initializeState(state);
    }
    join.open();
  }

  private void restart() throws Exception {
    OperatorSubtaskState state = join.snapshot(1, NOON);
    join.close();
    startFrom(state);
  }

  private void timeIs(long now) throws Exception {
    join.setProcessingTime(now);
  }

  private void happens(UserEvent event) throws Exception {
    join.processElement1(event, event.ts());
  }

  private void happens(UserChange change) throws Exception {
    join.processElement2(change, Long.MIN_VALUE);
  }

  private List<String> emitted() {
    return join.extractOutputValues().stream().map(UserJoinTest::inWords).toList();
  }

  private static String inWords(EnrichedEvent event) {
    if (event.erases()) {
      return "erasure of " + event.key();
    }
    ActiveUser beacon = event.activeUser();
    EnrichedInteraction interaction = event.interaction();
    return beacon != null
        ? beacon.eventId()
            + inWords(beacon.matchReason(), beacon.attributes(), beacon.attributesLsn())
        : interaction.eventId()
            + inWords(
                interaction.matchReason(), interaction.attributes(), interaction.attributesLsn());
  }

  private static String inWords(MatchReason reason, UserAttributes attributes, Long lsn) {
    return " " + reason + (attributes == null ? "" : " " + attributes.country() + "@" + lsn);
  }
}
