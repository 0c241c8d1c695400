package io.nowfeed.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nowfeed.events.Action;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Rung;
import io.nowfeed.jobs.JobFixtures;
import io.nowfeed.jobs.flow.ContentHash;
import io.nowfeed.jobs.flow.Engagement;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.Occasion;
import io.nowfeed.jobs.flow.Taste;
import io.nowfeed.jobs.flow.ToItem;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.flow.Visit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Ann's events make of her profile, of lists, and of what items are told and asked. */
class ProfilerTest {
  private static final long NOON = Fixtures.NOON;
  private static final long STILL_ACTIVE = NOON + ProfilerRun.ACTIVE_FOR.toMillis();

  private ProfilerRun profiler;

  @BeforeEach
  void start() throws Exception {
    profiler = new ProfilerRun(EnumSet.allOf(Rung.class));
  }

  @AfterEach
  void stop() throws Exception {
    profiler.close();
  }

  @Test
  void beaconIsAnOccasionForAList() throws Exception {
    EnrichedEvent beacon = JobFixtures.active("ann", null, MatchReason.NO_SUCH_USER, NOON);

    assertThat(profiler.happens(beacon))
        .isEqualTo(new Occasion(beacon, NOON, true, "arm", 0, 0, List.of()));
    assertThat(profiler.asked()).as("of a user without a history").isEmpty();
  }

  @Test
  void interactionIsOneWhileTheUserIsActive() throws Exception {
    assertThat(profiler.clicks("s-1", "c-1", NOON).lists()).as("no beacon").isFalse();
    profiler.beacon("s-1", NOON);

    assertThat(profiler.clicks("s-1", "c-2", STILL_ACTIVE).lists()).isTrue();
    assertThat(profiler.clicks("s-1", "c-3", STILL_ACTIVE + 1).lists()).isFalse();
    assertThat(profiler.does(Action.IMPRESSION, "s-1", "c-4", NOON).lists())
        .as("late, of when the user was active")
        .isTrue();
  }

  @Test
  void lateBeaconDoesNotEndTheTimeOfActivity() throws Exception {
    profiler.beacon("s-1", NOON);
    profiler.beacon("s-1", NOON - 60_000);

    assertThat(profiler.clicks("s-1", "c-1", STILL_ACTIVE).lists()).isTrue();
  }

  @Test
  void lastItemsAreAskedThoseOfTheSessionAboveAll() throws Exception {
    history("s-1", "c-1", "c-2");
    profiler.beacon("s-2", NOON + 10);
    profiler.asked();
    Occasion second = profiler.clicks("s-2", "c-3", NOON + 11);

    assertThat(profiler.asked())
        .containsExactly(
            Visit.ask(hash("c-3"), UserHash.of("ann"), second.number(), 1, NOON + 11),
            Visit.ask(hash("c-2"), UserHash.of("ann"), second.number(), .1f, NOON + 11));
    assertThat(second.asked()).as("how many answers come").isEqualTo(2);
  }

  @Test
  void moreAreAskedForTheFirstListOfASession() throws Exception {
    history("s-1", "c-1", "c-2", "c-3", "c-4", "c-5");

    assertThat(profiler.beacon("s-2", NOON + 10).asked()).isEqualTo(4);
    assertThat(asked())
        .containsExactly(
            tuple("c-5", .1f), tuple("c-4", .1f), tuple("c-3", .1f), tuple("c-2", .1f));
    assertThat(profiler.beacon("s-2", NOON + 11).asked()).isEqualTo(2);
    assertThat(asked()).containsExactly(tuple("c-5", .1f), tuple("c-4", .1f));
  }

  @Test
  void nobodyIsAskedForWhoIsNotActive() throws Exception {
    history("s-1", "c-1", "c-2");
    Occasion occasion = profiler.clicks("s-1", "c-3", NOON + 9);

    assertThat(occasion.asked()).isZero();
    assertThat(occasion.tastes()).isEmpty();
    assertThat(profiler.told()).singleElement().satisfies(ProfilerTest::isTaught);
  }

  @Test
  void itemsOfBeforeLearnWhatIsEngagedWithNextTheLastOneFirst() throws Exception {
    history("s-1", "c-1", "c-2", "c-3", "c-4");
    profiler.clicks("s-1", "c-5", NOON + 9);

    assertThat(profiler.taught())
        .singleElement()
        .usingRecursiveComparison()
        .isEqualTo(new Engagement(hash("c-5"), hashes("c-4", "c-3", "c-2"), NOON + 9));
  }

  @Test
  void noItemLearnsItself() throws Exception {
    history("s-1", "c-1", "c-2", "c-3", "c-4");
    profiler.clicks("s-1", "c-3", NOON + 9);

    assertThat(profiler.taught().get(0).before()).containsExactly(hashes("c-4", "c-2", "c-1"));
  }

  @Test
  void firstEngagementIsCountedThoughNobodyLearnsIt() throws Exception {
    profiler.clicks("s-1", "c-1", NOON);

    assertThat(profiler.taught())
        .singleElement()
        .satisfies(it -> assertThat(it.before()).isEmpty());
  }

  @Test
  void whatIsOnlyOnTheScreenTeachesNothing() throws Exception {
    history("s-1", "c-1");
    profiler.does(Action.IMPRESSION, "s-1", "c-2", NOON + 8);
    profiler.does(Action.SCROLL, "s-1", "c-3", NOON + 9);
    assertThat(profiler.taught()).isEmpty();

    profiler.beacon("s-1", NOON + 10);
    assertThat(asked()).extracting(each -> each.toList().get(0)).containsExactly("c-1");
  }

  @Test
  void armWithoutCoVisitationAsksNothingButTeaches() throws Exception {
    profiler.close();
    profiler = new ProfilerRun(EnumSet.of(Rung.GLOBAL_TREND, Rung.FRESH));
    history("s-1", "c-1");
    Occasion occasion = profiler.beacon("s-1", NOON + 9);
    profiler.clicks("s-1", "c-2", NOON + 10);

    assertThat(occasion.lists()).isTrue();
    assertThat(occasion.asked()).isZero();
    assertThat(profiler.told()).singleElement().satisfies(ProfilerTest::isTaught);
  }

  @Test
  void occasionSaysWhatWasBeforeItAndWhatTheUserLikesNow() throws Exception {
    profiler.beacon("s-1", NOON);
    assertThat(profiler.clicks("s-1", "c-1", NOON + 1).engagedBefore()).isZero();
    Occasion second = profiler.clicks("s-1", "c-2", NOON + 2);

    assertThat(second.engagedBefore()).isEqualTo(1);
    assertThat(second.tastes()).containsExactly(new Taste("sport", 1));
  }

  @Test
  void deletedUserLeavesNothing() throws Exception {
    assertThat(profiler.happens(JobFixtures.active("ann", null, MatchReason.DELETED, NOON)))
        .isNull();
    assertThat(
            profiler.happens(JobFixtures.interacted("ann", null, "c-1", MatchReason.DELETED, NOON)))
        .isNull();

    assertThat(profiler.stateEntries()).isZero();
    assertThat(profiler.taught()).isEmpty();
  }

  @Test
  void erasureForgetsTheUserAndIsPassedOn() throws Exception {
    history("s-1", "c-1");
    EnrichedEvent erasure = EnrichedEvent.erasure("ann");

    assertThat(profiler.happens(erasure))
        .as("with the number of the last occasion before")
        .isEqualTo(new Occasion(erasure, NOON, false, null, 0, 0, null));
    assertThat(profiler.stateEntries()).isZero();
    assertThat(profiler.beacon("s-1", NOON + 9).asked()).isZero();
  }

  /** Or an answer to the user of before would be taken for one to the user of after. */
  @Test
  void numberAfterAnErasureIsNoneOfBefore() throws Exception {
    profiler.beacon("s-1", NOON);
    profiler.clockIs(NOON - 1);
    long last = profiler.beacon("s-1", NOON).number();
    profiler.happens(EnrichedEvent.erasure("ann"));

    assertThat(profiler.beacon("s-1", NOON).number()).isGreaterThan(last);
  }

  @Test
  void numbersIncreaseWithinAMillisecondAndWithTheClockSetBack() throws Exception {
    assertThat(profiler.beacon("s-1", NOON).number()).isEqualTo(NOON);
    assertThat(profiler.clicks("s-1", "c-1", NOON).number()).isEqualTo(NOON + 1);
    profiler.clockIs(NOON - 60_000);
    profiler.restart();
    assertThat(profiler.beacon("s-1", NOON).number()).isEqualTo(NOON + 2);
    profiler.clockIs(NOON + 60_000);
    assertThat(profiler.beacon("s-1", NOON).number()).isEqualTo(NOON + 60_000);
  }

  @Test
  void profileSurvivesARestart() throws Exception {
    history("s-1", "c-1");
    profiler.beacon("s-1", NOON + 9);
    profiler.asked();
    profiler.restart();

    assertThat(profiler.clicks("s-1", "c-2", NOON + 10).lists()).isTrue();
    assertThat(asked()).containsExactly(tuple("c-2", 1f), tuple("c-1", 1f));
  }

  @Test
  void profileIsForgottenAfterItsRetention() throws Exception {
    history("s-1", "c-1");
    profiler.clockIs(NOON + ProfilerRun.RETENTION.toMillis() - 1);
    assertThat(profiler.beacon("s-1", NOON + 9).asked()).as("a millisecond before").isEqualTo(1);

    profiler.clockIs(NOON + 2 * ProfilerRun.RETENTION.toMillis() - 1);
    assertThat(profiler.beacon("s-1", NOON + 9).asked()).isZero();
  }

  /** Engagements of a user who is not active. */
  private void history(String session, String... contentIds) throws Exception {
    for (int i = 0; i < contentIds.length; i++) {
      profiler.clicks(session, contentIds[i], NOON + i);
    }
    profiler.taught();
  }

  private static void isTaught(ToItem told) {
    assertThat(told.engagement()).isNotNull();
    assertThat(told.question()).isNull();
  }

  /** Who was asked, and how much the answer counts. */
  private List<Tuple> asked() {
    return profiler.asked().stream()
        .map(visit -> tuple(name(visit.item()), visit.weight()))
        .toList();
  }

  private static String name(long hash) {
    for (int i = 0; i < 10; i++) {
      if (hash("c-" + i) == hash) {
        return "c-" + i;
      }
    }
    return "?";
  }

  private static long hash(String contentId) {
    return ContentHash.of(contentId);
  }

  private static long[] hashes(String... contentIds) {
    return Arrays.stream(contentIds).mapToLong(ProfilerTest::hash).toArray();
  }
}
