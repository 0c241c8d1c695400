package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is published, and when; and what is left of it. */
class BoardKeeperTest extends BoardKeeperCase {
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

  /** A replay of years would else publish every slide of them. */
  @Test
  void boardsComeAgainForThriceTheTimeSinceTheCheckpointOnly() throws Exception {
    clicks("global", "c-1", 0, 1);
    watermark(5);
    restart();
    keeper.setProcessingTime(NOON + 6_000);
    watermark(10);
    keeper.setProcessingTime(NOON + 6_000 + 3 * 6_000 + 1);
    watermark(15);

    assertThat(boards()).containsExactly("global@10: c-1 1");
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
}
