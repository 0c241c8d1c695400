package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.LateEvent;
import io.nowfeed.events.Leaderboard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The cases of Apache Beam's LeaderBoardTest: a minute that slides by five seconds, and 20 s of
 * lateness. Boards of {@code global} read as {@code end: item clicks}, the end in seconds from
 * noon.
 */
class LateInteractionTest {
  private static final long NOON = Fixtures.NOON;

  private final List<Leaderboard> published = new ArrayList<>();
  private PopularityHarness stage;

  @BeforeEach
  void start() throws Exception {
    List<Windows> minute = List.of(PopularityFixtures.windows(60_000, 5_000, 20_000));
    stage =
        new PopularityHarness(
            minute,
            PopularityFixtures.options(
                minute, PopularityFixtures.ranked(Map.of(Action.CLICK, 1.0), 2)));
  }

  @AfterEach
  void stop() throws Exception {
    stage.close();
  }

  @Test
  void onTimeIsInTheBoardOfItsWindow() throws Exception {
    comes("c-1", 1);
    comes("c-1", 4.999);
    watermark(4.998);
    assertThat(boards()).isEmpty();

    watermark(4.999);

    assertThat(boards()).containsExactly("5: c-1 2");
  }

  @Test
  void unobservablyLateIsBehindTheWatermarkButItsWindowIsNotOver() throws Exception {
    comes("c-1", 1);
    watermark(4);
    comes("c-1", 2);
    watermark(5);

    assertThat(boards()).containsExactly("5: c-1 2");
    assertThat(stage.late()).isEmpty();
  }

  @Test
  void observablyLateCorrectsItsWindows() throws Exception {
    comes("c-1", 1);
    watermark(5);
    stage.clockIs(NOON + 60_000);
    comes("c-2", 2);
    comes("c-2", 3);
    watermark(10);

    assertThat(boards()).containsExactly("5: c-1 1", "5: c-2 2, c-1 1", "10: c-2 2, c-1 1");
    Leaderboard first = global().get(0);
    Leaderboard correction = global().get(1);
    assertThat(correction.key()).isEqualTo(first.key());
    assertThat(correction.windowStart()).isEqualTo(first.windowStart());
    assertThat(correction.windowEnd()).isEqualTo(first.windowEnd());
    assertThat(correction.publishedAt()).isGreaterThan(first.publishedAt());
    assertThat(stage.late()).isEmpty();
  }

  @Test
  void droppablyLateIsInNoBoardAndGoesAside() throws Exception {
    comes("c-1", 1);
    comes("c-1", 24);
    watermark(24.999);
    comes("c-2", 4);
    watermark(40);

    assertThat(boards()).containsExactly("5: c-1 1", "25: c-1 2");
    assertThat(stage.late()).extracting(LateEvent::latenessMs).containsExactly(20_999L);
  }

  @Test
  void lastMomentOfTheLatenessStillCounts() throws Exception {
    comes("c-1", 1);
    watermark(24.998);
    comes("c-2", 4);
    watermark(25);

    assertThat(boards()).containsExactly("5: c-1 1", "5: c-1 1, c-2 1", "25: c-1 1, c-2 1");
    assertThat(stage.late()).isEmpty();
  }

  @Test
  void observablyLateThatChangesNothingIsNotPublished() throws Exception {
    for (String contentId : List.of("c-1", "c-1", "c-2", "c-2")) {
      comes(contentId, 1);
    }
    watermark(5);
    comes("c-3", 2);
    watermark(50);

    assertThat(boards()).as("the third of two places").containsExactly("5: c-1 2, c-2 2");
    assertThat(stage.late()).isEmpty();
  }

  private void comes(String contentId, double secondsFromNoon) throws Exception {
    EnrichedInteraction click = Fixtures.enriched(contentId, Action.CLICK, at(secondsFromNoon));
    published.addAll(stage.comes(click.withContent(null)));
  }

  private void watermark(double secondsFromNoon) throws Exception {
    published.addAll(stage.watermarkIs(at(secondsFromNoon)));
  }

  private static long at(double secondsFromNoon) {
    return NOON + Math.round(secondsFromNoon * 1000);
  }

  private List<Leaderboard> global() {
    return published.stream().filter(board -> board.segment().equals("global")).toList();
  }

  private List<String> boards() {
    return global().stream()
        .map(
            board ->
                (board.windowEnd() - NOON) / 1000
                    + ": "
                    + board.items().stream()
                        .map(item -> item.contentId() + " " + item.counts().clicks())
                        .collect(Collectors.joining(", ")))
        .toList();
  }
}
