package io.nowfeed.local.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import org.junit.jupiter.api.Test;

/** Of all the boards on the topic, which one the screen shows. */
class ShortestBoardTest {
  private final ShortestBoard shown = new ShortestBoard();

  @Test
  void theNewestOfTheShortestWindow() {
    Leaderboard minute = of("global", "1m", 60_000);
    Leaderboard later = of("global", "1m", 60_000);

    shown.take(of("global", "24h", 86_400_000));
    shown.take(minute);
    shown.take(of("global", "30m", 1_800_000));
    shown.take(of("country=GB", "10s", 10_000));
    assertThat(shown.current()).isSameAs(minute);

    shown.take(later);
    assertThat(shown.current()).isSameAs(later);
  }

  @Test
  void aClearedBoardIsNotReplacedByALongerOne() {
    shown.take(of("global", "1m", 60_000));
    shown.clear("global|30m");
    assertThat(shown.current()).isNotNull();

    shown.clear("global|1m");
    assertThat(shown.current()).isNull();

    shown.take(of("global", "30m", 1_800_000));
    assertThat(shown.current()).isNull();
  }

  private static Leaderboard of(String segment, String window, long millis) {
    Leaderboard any = Fixtures.leaderboard(segment, "a");
    return new Leaderboard(
        segment,
        window,
        any.windowStart(),
        any.windowStart() + millis,
        any.items(),
        any.top(),
        any.publishedAt());
  }
}
