package io.nowfeed.jobs.recommendation;

import static io.nowfeed.jobs.JobFixtures.active;
import static io.nowfeed.jobs.JobFixtures.interacted;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import io.nowfeed.events.Topics;
import io.nowfeed.events.Trigger;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.flow.ContentChange;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.UserHash;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecommenderTest {
  private static final long NOON = Fixtures.NOON;
  private static final Duration ACTIVE_FOR = Duration.ofMinutes(5);
  private static final Duration EXPIRES_AFTER = Duration.ofMinutes(30);
  private static final Duration PROFILE_RETENTION = Duration.ofDays(30);
  private static final long STILL_ACTIVE = NOON + ACTIVE_FOR.toMillis();
  private static final UserAttributes ANN = Fixtures.user("GB", "en", "sport");

  private KeyedBroadcastOperatorTestHarness<
          UserHash, EnrichedEvent, CatalogueUpdate, Recommendations>
      recommender;

  @BeforeEach
  void start() throws Exception {
    startFrom(null);
    recommender.setProcessingTime(NOON);
    published("c-1");
    published("c-2");
  }

  @AfterEach
  void stop() throws Exception {
    recommender.close();
  }

  @Test
  void beaconMakesAList() throws Exception {
    popular("country=GB", "c-2");
    recommender.setProcessingTime(NOON + 9);
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));

    assertThat(lists())
        .containsExactly(
            new Recommendations(
                "ann",
                "d-1",
                "s-1",
                NOON + 9,
                NOON + 9,
                NOON + 9 + EXPIRES_AFTER.toMillis(),
                new Trigger(
                    Trigger.Kind.BEACON,
                    "b-" + NOON,
                    NOON,
                    NOON + 5,
                    Fixtures.origin(Topics.BEACONS, 1)),
                List.of(
                    new RecommendedItem(1, "c-2", 100, Rung.COUNTRY_TREND, "country=GB", false),
                    new RecommendedItem(2, "c-1", 0, Rung.FRESH, null, false)),
                "1.2.3"));
  }

  @Test
  void unmatchedAndAnonymousGetAList() throws Exception {
    happens(active("ann", null, MatchReason.NO_SUCH_USER, NOON));
    EnrichedEvent nobody = active(null, null, MatchReason.ANONYMOUS, NOON);
    happens(EnrichedEvent.of("session:s-1", nobody.activeUser()));

    assertThat(lists()).extracting(Recommendations::key).containsExactly("ann", "session:s-1");
    assertThat(lists()).allSatisfy(list -> assertThat(list.items()).hasSize(2));
  }

  @Test
  void interactionOfAnActiveUserMakesAListWithoutWhatWasSeen() throws Exception {
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));
    happens(interacted("ann", ANN, "c-1", MatchReason.MATCHED, STILL_ACTIVE));

    assertThat(ids(0)).containsExactly("c-1", "c-2");
    assertThat(ids(1)).containsExactly("c-2");
    assertThat(lists().get(1).trigger())
        .isEqualTo(
            new Trigger(
                Trigger.Kind.INTERACTION,
                "i-" + STILL_ACTIVE,
                STILL_ACTIVE,
                STILL_ACTIVE + 5,
                Fixtures.origin(Topics.INTERACTIONS, 2)));
  }

  @Test
  void interactionOfAUserWhoIsNotActiveMakesNoListButIsSeen() throws Exception {
    happens(interacted("ann", ANN, "c-1", MatchReason.MATCHED, NOON));
    assertThat(lists()).isEmpty();

    happens(active("ann", ANN, MatchReason.MATCHED, NOON));
    assertThat(ids(0)).containsExactly("c-2");

    happens(interacted("ann", ANN, "c-2", MatchReason.MATCHED, STILL_ACTIVE + 1));
    assertThat(lists()).as("the beacon counts no more").hasSize(1);
  }

  @Test
  void versionIsTheTimeWhileTimeGoesOn() throws Exception {
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));
    recommender.setProcessingTime(NOON + 1000);
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));

    assertThat(versions()).containsExactly(NOON, NOON + 1000);
  }

  @Test
  void versionIncreasesWithinAMillisecondAndWithTheClockSetBack() throws Exception {
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));
    happens(interacted("ann", ANN, "c-1", MatchReason.MATCHED, NOON));
    restartAt(NOON - 60_000);
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));
    happens(active("bob", ANN, MatchReason.MATCHED, NOON));

    assertThat(versions()).containsExactly(NOON + 3, NOON - 60_000);
  }

  @Test
  void catalogueAndProfilesSurviveARestart() throws Exception {
    popular("country=GB", "c-2");
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));
    restartAt(NOON);
    published("c-3");
    happens(interacted("ann", ANN, "c-1", MatchReason.MATCHED, NOON));

    assertThat(ids(0)).containsExactly("c-2", "c-3");
  }

  @Test
  void firstUpdateAfterARestartHidesNothingThatWasThere() throws Exception {
    restartAt(NOON);
    recommender.processBroadcastElement(CatalogueUpdate.of(new ContentChange("c-1", null)), NOON);
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));

    assertThat(ids(0)).containsExactly("c-2");
  }

  @Test
  void erasureForgetsTheUserAndIsPassedOn() throws Exception {
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));
    happens(interacted("ann", ANN, "c-1", MatchReason.MATCHED, NOON));
    assertThat(profiles()).isEqualTo(1);

    happens(EnrichedEvent.erasure("ann"));

    assertThat(profiles()).isZero();
    assertThat(lists()).hasSize(3);
    assertThat(lists().get(2)).isEqualTo(Recommendations.erasure("ann"));

    happens(active("ann", ANN, MatchReason.MATCHED, NOON));
    assertThat(ids(3)).as("nothing is seen any more").containsExactly("c-1", "c-2");
  }

  @Test
  void deletedUserGetsNoListAndLeavesNoProfile() throws Exception {
    happens(active("ann", null, MatchReason.DELETED, NOON));
    happens(interacted("ann", null, "c-1", MatchReason.DELETED, NOON));

    assertThat(lists()).isEmpty();
    assertThat(profiles()).isZero();
  }

  @Test
  void profileIsForgottenAfterItsRetention() throws Exception {
    happens(interacted("ann", ANN, "c-1", MatchReason.MATCHED, NOON));
    recommender.setStateTtlProcessingTime(NOON + PROFILE_RETENTION.toMillis() - 1);
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));
    recommender.setStateTtlProcessingTime(NOON + 2 * PROFILE_RETENTION.toMillis() - 1);
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));

    assertThat(ids(0)).as("one millisecond before").containsExactly("c-2");
    assertThat(ids(1)).as("a retention after the last event").containsExactly("c-1", "c-2");
  }

  @Test
  void clearedBoardIsPopularNoMore() throws Exception {
    popular("global", "c-2");
    popular("global");
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));

    assertThat(lists().get(0).items()).extracting(RecommendedItem::reason).containsOnly(Rung.FRESH);
    var boards = recommender.getBroadcastState(BroadcastCatalogue.BOARDS);
    assertThat(new BroadcastCatalogue(null, boards, null).board("global", "1m")).isNull();
  }

  /** After a job was drained, too, whose last windows ended far ahead. */
  @Test
  void lastBoardIsTheCurrentOneWhateverItsWindow() throws Exception {
    popularUntil(NOON + 5_000, "c-2");
    popularUntil(NOON, "c-1");
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));
    assertThat(reasons(0)).containsExactly("c-1 GLOBAL_TREND", "c-2 FRESH");

    popularUntil(NOON + 86_400_000);
    popularUntil(NOON + 5_000, "c-2");
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));
    assertThat(reasons(1)).containsExactly("c-2 GLOBAL_TREND", "c-1 FRESH");
  }

  @Test
  void withdrawnItemIsOnNoList() throws Exception {
    popular("global", "c-1");
    recommender.processBroadcastElement(CatalogueUpdate.of(new ContentChange("c-1", null)), NOON);
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));

    assertThat(ids(0)).containsExactly("c-2");
    assertThat(recommender.getBroadcastState(BroadcastCatalogue.CONTENT).get("c-1")).isNull();
  }

  @Test
  void listHasSoManyItems() throws Exception {
    for (int i = 3; i < 20; i++) {
      published("c-" + i);
    }
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));

    assertThat(lists().get(0).items()).hasSize(4);
  }

  @Test
  void soManySeenItemsAreRemembered() throws Exception {
    published("c-3");
    published("c-4");
    for (String contentId : List.of("c-1", "c-2", "c-3", "c-4")) {
      happens(interacted("ann", ANN, contentId, MatchReason.MATCHED, NOON));
    }
    happens(active("ann", ANN, MatchReason.MATCHED, NOON));

    assertThat(ids(0)).as("all but the last three").containsExactly("c-1");
  }

  private void startFrom(OperatorSubtaskState state) throws Exception {
    RecommendationOptions options =
        new RecommendationOptions(
            List.of("1m"), 4, EXPIRES_AFTER, ACTIVE_FOR, 3, PROFILE_RETENTION);
    recommender =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new Recommender(options, "1.2.3"),
                List.of(BroadcastCatalogue.CONTENT, BroadcastCatalogue.BOARDS)),
            EnrichedEvent::hash,
            FlowTypes.USER_HASH,
            1,
            1,
            0);
    recommender.setStateTtlProcessingTime(NOON);
    recommender.setup();
    if (state != null) {
      recommender.initializeState(state);
    }
    recommender.open();
  }

  private void restartAt(long now) throws Exception {
    OperatorSubtaskState state = recommender.snapshot(1, NOON);
    recommender.close();
    startFrom(state);
    recommender.setProcessingTime(now);
  }

  private void happens(EnrichedEvent event) throws Exception {
    recommender.processElement(event, NOON);
  }

  private void published(String contentId) throws Exception {
    recommender.processBroadcastElement(
        CatalogueUpdate.of(new ContentChange(contentId, Fixtures.content(contentId, "news", "en"))),
        NOON);
  }

  private void popular(String segment, String... contentIds) throws Exception {
    Leaderboard board = Fixtures.leaderboard(segment, contentIds);
    recommender.processBroadcastElement(CatalogueUpdate.of(board), NOON);
  }

  private void popularUntil(long windowEnd, String... contentIds) throws Exception {
    Leaderboard board = Fixtures.leaderboard("global", contentIds);
    recommender.processBroadcastElement(
        CatalogueUpdate.of(
            new Leaderboard(
                "global",
                board.window(),
                windowEnd - 60_000,
                windowEnd,
                board.items(),
                board.top(),
                board.publishedAt())),
        NOON);
  }

  private List<String> reasons(int list) {
    return lists().get(list).items().stream()
        .map(item -> item.contentId() + " " + item.reason())
        .toList();
  }

  private List<Recommendations> lists() {
    return recommender.extractOutputValues();
  }

  private List<String> ids(int list) {
    return lists().get(list).items().stream().map(RecommendedItem::contentId).toList();
  }

  private List<Long> versions() {
    return lists().stream().map(Recommendations::version).toList();
  }

  private int profiles() {
    CoBroadcastWithKeyedOperator<?, ?, ?, ?> operator =
        (CoBroadcastWithKeyedOperator<?, ?, ?, ?>) recommender.getOperator();
    return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries();
  }
}
