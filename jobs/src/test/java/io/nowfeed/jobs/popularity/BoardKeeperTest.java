package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Windows of 20 s that slide by 5 s, corrected for 15 s, over clicks of weight 1. Boards read as
 * {@code segment@end: item clicks, …}, the end in seconds from noon.
 */
class BoardKeeperTest {
  private static final long NOON = Fixtures.NOON;
  private static final long MAX_AHEAD = 10_000;
  private static final Windows WINDOWS = PopularityFixtures.windows(20_000, 5_000, 15_000);

  private KeyedOneInputStreamOperatorTestHarness<String, PaneTally, Leaderboard> keeper;

  @BeforeEach
  void start() throws Exception {
    startFrom(null, WINDOWS);
  }

  @AfterEach
  void stop() throws Exception {
    keeper.close();
  }

  @Test
  void boardIsPublishedWithTheEndOfTheSlide() throws Exception {
    clicks("global", "c-1", 0, 3);
    watermark(4.998);
    assertThat(boards()).isEmpty();

    keeper.setProcessingTime(NOON + 77);
    watermark(4.999);

    ActionCounts three = new ActionCounts(0, 3, 0, 0, 0, 0, 0, 0, 0);
    assertThat(keeper.extractOutputValues())
        .containsExactly(
            new Leaderboard(
                "global",
                "20s",
                NOON - 15_000,
                NOON + 5_000,
                List.of(new RankedContent(1, null, "c-1", 3, 1, 4 / 23.0, three)),
                List.of(),
                NOON + 77));
  }

  @Test
  void windowIsTheSumOfItsPanes() throws Exception {
    clicks("global", "c-1", 0, 1);
    clicks("global", "c-1", 5, 2);
    clicks("global", "c-2", 10, 4);
    watermark(15);

    assertThat(boards())
        .containsExactly("global@5: c-1 1", "global@10: c-1 3", "global@15: c-2 4, c-1 3");
  }

  @Test
  void paneLeavesTheWindowsAsItEntered() throws Exception {
    clicks("global", "c-1", 0, 1);
    clicks("global", "c-1", 10, 1);
    watermark(60);

    assertThat(boards())
        .containsExactly("global@5: c-1 1", "global@15: c-1 2", "global@25: c-1 1", "global@35: ");
  }

  @Test
  void unchangedBoardIsNotPublishedAgain() throws Exception {
    clicks("global", "c-1", 0, 1);
    watermark(5);
    watermark(10);
    watermark(15);

    assertThat(boards()).containsExactly("global@5: c-1 1");
  }

  @Test
  void emptiedBoardIsPublishedAsEmptyOnceAndLeavesNoState() throws Exception {
    clicks("global", "c-1", 0, 1);
    watermark(24.998);
    assertThat(boards()).containsExactly("global@5: c-1 1");

    watermark(24.999);
    assertThat(boards()).containsExactly("global@5: c-1 1", "global@25: ");

    watermark(600);
    assertThat(boards()).hasSize(2);
    assertThat(keeper.numKeyedStateEntries()).isZero();
    assertThat(keeper.numEventTimeTimers()).isZero();
  }

  @Test
  void boardOfMereImpressionsIsNeverPublishedAndLeavesNoState() throws Exception {
    count("global", "c-1", 0, Counts.IMPRESSIONS, 1);
    watermark(600);

    assertThat(boards()).isEmpty();
    assertThat(keeper.numKeyedStateEntries()).isZero();
    assertThat(keeper.numEventTimeTimers()).isZero();
  }

  @Test
  void emptiedBoardCanFillAgain() throws Exception {
    clicks("global", "c-1", 0, 1);
    watermark(60);
    clicks("global", "c-1", 60, 1);
    watermark(65);

    assertThat(boards()).containsExactly("global@5: c-1 1", "global@25: ", "global@65: c-1 1");
  }

  @Test
  void lateCountCorrectsTheWindowsThatAreOverBeforeTheNextBoard() throws Exception {
    clicks("global", "c-1", 0, 1);
    watermark(12);
    clicks("global", "c-2", 0, 5);
    assertThat(boards()).containsExactly("global@5: c-1 1");

    watermark(15);

    assertThat(boards())
        .containsExactly("global@5: c-1 1", "global@5: c-2 5, c-1 1", "global@15: c-2 5, c-1 1");
  }

  /** 20 showed what 15 showed; once 15 is corrected, that is no longer so. */
  @Test
  void windowThatHoldsNoLatePaneIsPublishedIfTheOneBeforeItChanged() throws Exception {
    restart(PopularityFixtures.windows(10_000, 5_000, 15_000));
    clicks("global", "c-1", 10, 1);
    watermark(20);
    assertThat(boards()).containsExactly("global@15: c-1 1");

    clicks("global", "c-2", 5, 5);
    watermark(25);

    assertThat(boards())
        .containsExactly(
            "global@15: c-1 1",
            "global@10: c-2 5",
            "global@15: c-2 5, c-1 1",
            "global@20: c-1 1",
            "global@25: ");
  }

  @Test
  void lateCountsOfASlideMakeOneCorrection() throws Exception {
    keeper.setProcessingTime(NOON);
    clicks("global", "c-1", 5, 1);
    watermark(12);
    clicks("global", "c-2", 5, 1);
    clicks("global", "c-2", 5, 1);
    clicks("global", "c-3", 0, 4);
    assertThat(boards()).hasSize(1);
    watermark(15);

    assertThat(boards())
        .containsExactly(
            "global@10: c-1 1",
            "global@5: c-3 4",
            "global@10: c-3 4, c-2 2, c-1 1",
            "global@15: c-3 4, c-2 2, c-1 1");
  }

  @Test
  void correctionThatChangesNothingIsNotPublished() throws Exception {
    for (int i = 1; i <= 3; i++) {
      clicks("global", "c-" + i, 0, 2);
    }
    watermark(5);
    clicks("global", "c-4", 0, 1);
    watermark(15);

    assertThat(boards()).as("no place for it").containsExactly("global@5: c-1 2, c-2 2, c-3 2");
  }

  /** Else the last record would be a board of the past. */
  @Test
  void correctionOfAnOlderWindowIsFollowedByTheTombstoneOfTheNewest() throws Exception {
    restart(PopularityFixtures.windows(10_000, 5_000, 15_000));
    watermark(18);
    clicks("global", "c-1", 0, 1);
    watermark(50);

    assertThat(boards()).containsExactly("global@5: c-1 1", "global@20: ");
    assertThat(keeper.numKeyedStateEntries()).isZero();
  }

  @Test
  void processingTimeEndsTheWaitWhenEventTimeStandsStill() throws Exception {
    keeper.setProcessingTime(NOON + 1_000);
    clicks("global", "c-1", 0, 1);
    watermark(12);
    clicks("global", "c-2", 0, 5);
    keeper.setProcessingTime(NOON + 9_999);
    assertThat(boards()).hasSize(1);

    keeper.setProcessingTime(NOON + 10_000);

    assertThat(boards())
        .containsExactly("global@5: c-1 1", "global@5: c-2 5, c-1 1", "global@10: c-2 5, c-1 1");

    watermark(15);
    assertThat(boards()).as("it is done").hasSize(3);
  }

  @Test
  void countThatNoWindowToComeHoldsShowsNowhereAndLeavesNoState() throws Exception {
    watermark(40);
    clicks("global", "c-1", 0, 1);
    watermark(60);

    assertThat(boards()).isEmpty();
    assertThat(keeper.numKeyedStateEntries()).isZero();
    assertThat(keeper.numEventTimeTimers()).isZero();
  }

  @Test
  void segmentsAreKeptApart() throws Exception {
    clicks("global", "c-1", 0, 1);
    clicks("country=GB", "c-2", 0, 2);
    watermark(5);

    assertThat(boards()).containsExactlyInAnyOrder("global@5: c-1 1", "country=GB@5: c-2 2");
  }

  @Test
  void boardHasSoManyPlaces() throws Exception {
    for (int i = 1; i <= 5; i++) {
      clicks("global", "c-" + i, 0, i);
    }
    watermark(5);

    assertThat(boards()).containsExactly("global@5: c-5 5, c-4 4, c-3 3");
  }

  @Test
  void panesAndTheLastBoardSurviveARestart() throws Exception {
    clicks("global", "c-1", 0, 1);
    watermark(5);
    restart();
    clicks("global", "c-1", 5, 1);
    watermark(60);

    assertThat(boards()).containsExactly("global@10: c-1 2", "global@25: c-1 1", "global@30: ");
  }

  /** Event time begins anew, and yet the keeper knows that window 15 was published. */
  @Test
  void whatIsLateIsKnownAfterARestart() throws Exception {
    clicks("global", "c-1", 0, 1);
    watermark(10);
    clicks("global", "c-2", 5, 1);
    watermark(15);
    restart();
    clicks("global", "c-3", 0, 4);
    watermark(6);
    assertThat(boards()).as("nothing older after the newest").isEmpty();

    watermark(16);
    assertThat(boards()).isEmpty();
    watermark(20);

    assertThat(boards())
        .containsExactly(
            "global@5: c-3 4, c-1 1",
            "global@10: c-3 4, c-1 1, c-2 1",
            "global@15: c-3 4, c-1 1, c-2 1",
            "global@20: c-3 4, c-1 1, c-2 1");
  }

  @Test
  void correctionSurvivesARestart() throws Exception {
    clicks("global", "c-1", 0, 1);
    watermark(12);
    clicks("global", "c-2", 0, 5);
    restart();
    watermark(15);

    assertThat(boards()).containsExactly("global@5: c-2 5, c-1 1", "global@15: c-2 5, c-1 1");
  }

  /** The failed attempt may have published something else after its last checkpoint. */
  @Test
  void boardsComeAgainAfterARestartUpToWhereTheFailedAttemptCanHaveCome() throws Exception {
    clicks("global", "c-1", 0, 1);
    watermark(5);
    restart();
    keeper.setProcessingTime(NOON + 6_000);
    watermark(20);

    assertThat(boards()).containsExactly("global@10: c-1 1", "global@15: c-1 1");
  }

  /** What was removed while less was allowed cannot be corrected by now. */
  @Test
  void longerLatenessCorrectsWhatIsKept() throws Exception {
    restart(PopularityFixtures.windows(20_000, 5_000, 5_000));
    for (int pane = 0; pane < 100; pane += 5) {
      clicks("global", "c-1", pane, 1);
    }
    watermark(120);
    restart(PopularityFixtures.windows(20_000, 5_000, 300_000));
    keeper.setProcessingTime(0);
    clicks("global", "c-1", 101, 1);
    watermark(125);

    assertThat(boards())
        .isNotEmpty()
        .as("windows that lost a pane are left as they are")
        .allSatisfy(board -> assertThat(board).matches("global@1(20|25): .*"));
  }

  @Test
  void shorterLatenessLeavesNoState() throws Exception {
    restart(PopularityFixtures.windows(20_000, 5_000, 300_000));
    for (int pane = 0; pane < 100; pane += 5) {
      clicks("global", "c-1", pane, 1);
    }
    watermark(120);
    restart(PopularityFixtures.windows(20_000, 5_000, 5_000));
    watermark(1_000);

    assertThat(keeper.numKeyedStateEntries()).isZero();
    assertThat(keeper.numEventTimeTimers()).isZero();
  }

  @Test
  void stateIsClearedWhenItsLastWindowIsCorrectedNoMore() throws Exception {
    clicks("global", "c-1", 0, 1);
    watermark(54.998);
    assertThat(keeper.numKeyedStateEntries()).isEqualTo(3);
    assertThat(keeper.numEventTimeTimers()).isEqualTo(1);

    watermark(54.999);

    assertThat(keeper.numKeyedStateEntries()).isZero();
    assertThat(keeper.numEventTimeTimers()).isZero();
  }

  /** No pane is left, but the tombstone is of a newer window than what may still come. */
  @Test
  void tombstoneIsNotFollowedByAnOlderBoardAfterARestart() throws Exception {
    Windows generous = PopularityFixtures.windows(10_000, 5_000, 40_000);
    restart(generous);
    watermark(38);
    clicks("global", "c-1", 0, 1);
    watermark(60);
    assertThat(boards()).containsExactly("global@5: c-1 1", "global@40: ");

    restart(generous);
    clicks("global", "c-2", 30, 1);
    watermark(36);
    assertThat(boards()).isEmpty();
    watermark(65);

    assertThat(boards()).containsExactly("global@35: c-2 1", "global@40: c-2 1", "global@65: ");
  }

  @Test
  void pauseCostsNoTimers() throws Exception {
    clicks("global", "c-1", 0, 1);
    clicks("global", "c-1", 3_600, 1);
    watermark(60);
    assertThat(keeper.numEventTimeTimers()).as("the pane to come").isEqualTo(1);

    watermark(4_000);

    assertThat(boards())
        .containsExactly("global@5: c-1 1", "global@25: ", "global@3605: c-1 1", "global@3625: ");
    assertThat(keeper.numKeyedStateEntries()).isZero();
    assertThat(keeper.numEventTimeTimers()).isZero();
  }

  @Test
  void itemsKnowTheirRanksOneSlideEarlier() throws Exception {
    clicks("global", "c-1", 0, 2);
    clicks("global", "c-2", 0, 1);
    clicks("global", "c-2", 5, 5);
    clicks("global", "c-3", 5, 3);
    watermark(10);

    assertThat(ranks()).containsExactly("1< c-1, 2< c-2", "1<2 c-2, 2< c-3, 3<1 c-1");
  }

  /** The second board is the same as before, but not what it says of the first. */
  @Test
  void ranksBeforeAreCorrectedToo() throws Exception {
    restart(PopularityFixtures.windows(5_000, 5_000, 30_000));
    clicks("global", "c-1", 0, 2);
    clicks("global", "c-2", 0, 1);
    clicks("global", "c-1", 10, 7);
    watermark(10);
    clicks("global", "c-1", 5, 1);
    clicks("global", "c-2", 5, 2);
    watermark(15);
    watermark(16);
    clicks("global", "c-1", 5, 3);
    watermark(20);

    assertThat(ranks())
        .containsExactly(
            "1< c-1, 2< c-2", "", "1<2 c-2, 2<1 c-1", "1<2 c-1", "1<1 c-1, 2<2 c-2", "1<1 c-1", "");
  }

  @Test
  void longerWindowIsMadeOfThePanesOfTheShorter() throws Exception {
    restart(new Windows(10_000, 5_000, 15_000, 5_000), new Windows(40_000, 20_000, 15_000, 5_000));
    clicks("global", "c-1", 0, 1);
    clicks("global", "c-2", 10, 2);
    clicks("global", "c-1", 25, 4);
    watermark(100);

    assertThat(boards("40s"))
        .containsExactly(
            "global@20: c-2 2, c-1 1",
            "global@40: c-1 5, c-2 2",
            "global@60: c-1 4",
            "global@80: ");
    watermark(200);
    assertThat(keeper.numKeyedStateEntries()).isZero();
    assertThat(keeper.numEventTimeTimers()).isZero();
  }

  @Test
  void whatIsLateForTheShorterWindowIsInTheLongerOnceAndOnTime() throws Exception {
    restart(new Windows(10_000, 5_000, 15_000, 5_000), new Windows(40_000, 20_000, 15_000, 5_000));
    clicks("global", "c-1", 0, 1);
    watermark(7);
    clicks("global", "c-1", 0, 1);
    restart(new Windows(10_000, 5_000, 15_000, 5_000), new Windows(40_000, 20_000, 15_000, 5_000));
    clicks("global", "c-1", 0, 1);
    watermark(20);

    assertThat(boards("40s")).containsExactly("global@20: c-1 3");
  }

  /** Not with its own slide, which may be a quarter of an hour away. */
  @Test
  void longerWindowIsCorrectedWithTheSlideOfTheShortest() throws Exception {
    restart(new Windows(10_000, 5_000, 15_000, 5_000), new Windows(40_000, 20_000, 15_000, 5_000));
    clicks("global", "c-1", 15, 1);
    watermark(21);
    clicks("global", "c-2", 15, 2);
    watermark(25);

    assertThat(boards("40s")).containsExactly("global@20: c-1 1", "global@20: c-2 2, c-1 1");
  }

  private void restart() throws Exception {
    restart(WINDOWS);
  }

  private void restart(Windows... windows) throws Exception {
    OperatorSubtaskState state = keeper.snapshot(1, NOON);
    keeper.close();
    startFrom(state, windows);
  }

  private void startFrom(OperatorSubtaskState state, Windows... windows) throws Exception {
    Ranking ranking = new Ranking(PopularityFixtures.ranked(Map.of(Action.CLICK, 1.0), 3));
    keeper =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new BoardKeeper(List.of(windows), ranking, MAX_AHEAD)),
            PaneTally::segment,
            Types.STRING);
    keeper.setup();
    if (state != null) {
      keeper.initializeState(state);
    }
    keeper.open();
  }

  private void clicks(String segment, String contentId, long paneSeconds, long clicks)
      throws Exception {
    count(segment, contentId, paneSeconds, Counts.CLICKS, clicks);
  }

  private void count(String segment, String contentId, long paneSeconds, int place, long times)
      throws Exception {
    long pane = NOON + paneSeconds * 1000;
    long[] counts = new long[Counts.SIZE];
    counts[place] = times;
    keeper.processElement(
        new PaneTally(segment, pane, PopularityFixtures.tally(Map.of(contentId, counts))), pane);
  }

  private void watermark(double secondsFromNoon) throws Exception {
    keeper.processWatermark(NOON + Math.round(secondsFromNoon * 1000));
  }

  private List<String> boards() {
    return keeper.extractOutputValues().stream().map(BoardKeeperTest::inWords).toList();
  }

  private List<String> boards(String window) {
    return keeper.extractOutputValues().stream()
        .filter(board -> board.window().equals(window))
        .map(BoardKeeperTest::inWords)
        .toList();
  }

  private List<String> ranks() {
    return keeper.extractOutputValues().stream()
        .map(
            board ->
                board.items().stream()
                    .map(
                        item ->
                            item.rank()
                                + "<"
                                + Objects.toString(item.previousRank(), "")
                                + " "
                                + item.contentId())
                    .collect(Collectors.joining(", ")))
        .toList();
  }

  private static String inWords(Leaderboard board) {
    return board.segment()
        + "@"
        + (board.windowEnd() - NOON) / 1000
        + ": "
        + board.items().stream()
            .map(item -> item.contentId() + " " + item.counts().clicks())
            .collect(Collectors.joining(", "));
  }
}
