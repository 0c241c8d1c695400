package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {
  private static final long SECOND = 1000;
  private static final long NO_WATERMARK = Long.MIN_VALUE;
  private static final Windows MINUTE_BY_FIVE = windows(60, 5, 20);

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "4999, 0", "5000, 5000", "61001, 60000", "-1, -5000"})
  void paneIsTheSliceThatHoldsTheEvent(long ts, long pane) {
    assertThat(MINUTE_BY_FIVE.pane(ts)).isEqualTo(pane);
  }

  @Test
  void paneIsClosedOnceTheWatermarkPassesItsLastMillisecond() {
    assertThat(MINUTE_BY_FIVE.closed(5000, NO_WATERMARK)).isFalse();
    assertThat(MINUTE_BY_FIVE.closed(5000, 9998)).isFalse();
    assertThat(MINUTE_BY_FIVE.closed(5000, 9999)).isTrue();
  }

  @Test
  void nothingIsLateBeforeThereIsAWatermark() {
    assertThat(MINUTE_BY_FIVE.expired(0, NO_WATERMARK)).isFalse();
    assertThat(MINUTE_BY_FIVE.expired(-1_000_000_000, NO_WATERMARK)).isFalse();
  }

  @Test
  void everythingIsLateAfterTheLastWatermark() {
    assertThat(MINUTE_BY_FIVE.expired(5000, Long.MAX_VALUE)).isTrue();
  }

  @Test
  void paneTakesEventsUntilItsLatenessIsOver() {
    long lastMoment = 4999 + 20 * SECOND - 1;
    assertThat(MINUTE_BY_FIVE.expired(0, lastMoment)).isFalse();
    assertThat(MINUTE_BY_FIVE.expired(0, lastMoment + 1)).isTrue();
  }

  /** The last window that holds pane 0 ends at 60 s; one must still be to come. */
  @Test
  void paneThatNoWindowToComeHoldsTakesNoEventsHoweverMuchLatenessIsAllowed() {
    for (Windows generous : new Windows[] {windows(60, 5, 60), windows(60, 5, 600)}) {
      assertThat(generous.expired(0, 59_998)).as("the last window is to come").isFalse();
      assertThat(generous.expired(0, 59_999)).as("the last window was published").isTrue();
    }
  }

  @Test
  void withoutLatenessAPaneTakesEventsUntilItCloses() {
    Windows strict = windows(60, 5, 0);
    assertThat(strict.expired(0, 4998)).isFalse();
    assertThat(strict.expired(0, 4999)).isTrue();
  }

  @Test
  void onTimeEventShowsAtTheEndOfItsPane() {
    assertThat(MINUTE_BY_FIVE.nextEnd(5000, NO_WATERMARK)).isEqualTo(10_000);
    assertThat(MINUTE_BY_FIVE.nextEnd(5000, 9998)).isEqualTo(10_000);
  }

  @Test
  void lateEventShowsAtTheNextEnd() {
    assertThat(MINUTE_BY_FIVE.nextEnd(5000, 9999)).isEqualTo(15_000);
    assertThat(MINUTE_BY_FIVE.nextEnd(5000, 22_000)).isEqualTo(25_000);
    assertThat(MINUTE_BY_FIVE.nextEnd(5000, 24_998)).isEqualTo(25_000);
    assertThat(MINUTE_BY_FIVE.nextEnd(5000, 24_999)).isEqualTo(30_000);
  }

  @ParameterizedTest
  @CsvSource({"60, 1m", "90, 90s", "3600, 1h", "7200, 2h", "300, 5m", "5, 5s"})
  void labelIsForPeople(long seconds, String label) {
    assertThat(windows(seconds, 5, 0).label()).isEqualTo(label);
  }

  private static Windows windows(long size, long slide, long lateness) {
    return new Windows(size * SECOND, slide * SECOND, lateness * SECOND);
  }
}
