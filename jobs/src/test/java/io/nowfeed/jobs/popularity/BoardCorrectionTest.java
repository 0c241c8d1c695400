package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What comes late, and what a restart must not forget of it. */
class BoardCorrectionTest extends BoardKeeperCase {
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
}
