package io.nowfeed.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.sinks.metrics.RegisteredMetrics;
import org.apache.flink.metrics.Histogram;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  private final RegisteredMetrics metrics = new RegisteredMetrics();
  private final Freshness freshness =
      new Freshness(Freshness.Stage.RECOMMENDED, metrics.operator());

  @Test
  void itIsFromTheEventAndFromTheBroker() {
    freshness.done(1_000, 1_700, 1_750);

    assertThat(median("freshnessMillis")).isEqualTo(750);
    assertThat(median("freshnessSinceIngestionMillis")).isEqualTo(50);
  }

  @Test
  void clocksThatAreAheadMakeNothingOlderThanItIs() {
    freshness.done(2_000, 1_800, 1_750);

    assertThat(median("freshnessMillis")).isZero();
    assertThat(median("freshnessSinceIngestionMillis")).isZero();
  }

  private double median(String name) {
    return ((Histogram) metrics.get("nowfeed.stage.RECOMMENDED." + name))
        .getStatistics()
        .getQuantile(.5);
  }
}
