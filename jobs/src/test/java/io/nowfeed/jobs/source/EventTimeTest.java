package io.nowfeed.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.jobs.JobFixtures;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.UserEvent;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;

/** One partition: 5 s out of order at most, idle after 10 s. */
class EventTimeTest {
  private static final long NOON = Fixtures.NOON;
  private static final Duration MAX_OUT_OF_ORDERNESS = Duration.ofSeconds(5);
  private static final Duration IDLENESS = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final long IN_THE_LOG = 1L;

  private final Partition<Inbound<UserEvent>> partition =
      new Partition<>(EventTime.ofEvents(MAX_OUT_OF_ORDERNESS, IDLENESS));

  @Test
  void newestEventSaysWhatTimeItIs() {
    assertThat(partition.read(beacon(NOON))).isEqualTo(NOON);
    partition.read(beacon(NOON - 3000));
    partition.tick();

    assertThat(partition.watermark).isEqualTo(NOON - 5000 - 1);
  }

  @Test
  void deadLetterDoesNotMoveTheWatermark() {
    partition.read(beacon(NOON));
    partition.read(deadLetter());
    partition.tick();
    assertThat(partition.watermark).isEqualTo(NOON - 5000 - 1);

    partition.read(beacon(NOON + 1000));
    partition.tick();
    assertThat(partition.watermark).isEqualTo(NOON - 4000 - 1);
  }

  @Test
  void deadLettersAloneMakeNoTime() {
    assertThat(partition.read(deadLetter())).isEqualTo(Long.MIN_VALUE);
    partition.tick();

    assertThat(partition.watermark).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void quietPartitionIsIdleUntilItsNextEvent() {
    partition.read(beacon(NOON));
    partition.tick();
    assertThat(partition.idle).isFalse();

    partition.passes(IDLENESS.minusSeconds(1));
    assertThat(partition.idle).isFalse();
    partition.passes(Duration.ofSeconds(2));
    assertThat(partition.idle).isTrue();

    partition.read(beacon(NOON + 1));
    partition.tick();
    assertThat(partition.idle).isFalse();
  }

  /** Such a one would never be resumed: FLINK-40093. */
  @Test
  void partitionThatIsPausedDoesNotFallIdle() {
    partition.read(beacon(NOON));
    partition.passes(IDLENESS.plusMillis(200));
    assertThat(partition.idle).isFalse();
    partition.pausesAfter(Duration.ofMillis(250));
    partition.tick();
    partition.tick();
    assertThat(partition.idle).isFalse();

    partition.resumes();
    partition.tick();
    assertThat(partition.idle).isTrue();
  }

  @Test
  void partitionThatIsPausedStillSaysWhatTimeItIs() {
    partition.passes(Duration.ofSeconds(1));
    partition.read(beacon(NOON));
    partition.pausesAfter(Duration.ofMillis(1));
    partition.tick();

    assertThat(partition.watermark).isEqualTo(NOON - 5000 - 1);
    assertThat(partition.idle).isFalse();
  }

  @Test
  void partitionOfDeadLettersIsIdleHoweverManyCome() {
    partition.read(beacon(NOON));
    partition.tick();
    for (int second = 0; second <= IDLENESS.toSeconds() + 1; second++) {
      partition.read(deadLetter());
      partition.passes(Duration.ofSeconds(1));
    }

    assertThat(partition.idle).isTrue();
  }

  @Test
  void tableIsIdleFromTheStartAndItsRowsHaveNoTime() {
    Partition<String> table = new Partition<>(EventTime.ofTable());
    table.tick();
    assertThat(table.idle).isTrue();

    assertThat(table.read("a row")).isEqualTo(Long.MIN_VALUE);
    table.tick();
    assertThat(table.idle).isTrue();
    assertThat(table.watermark).isEqualTo(Long.MIN_VALUE);
  }

  private static Inbound<UserEvent> beacon(long ts) {
    return Inbound.of(JobFixtures.beacon("b-" + ts, "ann", ts));
  }

  private static Inbound<UserEvent> deadLetter() {
    return Inbound.refused(Fixtures.deadLetter());
  }

  /** A partition as the source reads it, on a clock that moves by hand. */
  private static final class Partition<T>
      implements WatermarkOutput,
          WatermarkGeneratorSupplier.Context,
          TimestampAssignerSupplier.Context {
    private final ActivityClock clock = new ActivityClock();
    private final TimestampAssigner<T> timestamps;
    private final WatermarkGenerator<T> watermarks;
    private long watermark = Long.MIN_VALUE;
    private boolean idle;

    private Partition(WatermarkStrategy<T> strategy) {
      timestamps = strategy.createTimestampAssigner(this);
      watermarks = strategy.createWatermarkGenerator(this);
    }

    long read(T element) {
      long timestamp = timestamps.extractTimestamp(element, IN_THE_LOG);
      watermarks.onEvent(element, timestamp, this);
      return timestamp;
    }

    void tick() {
      watermarks.onPeriodicEmit(this);
    }

    /** The source looks again and again. */
    void passes(Duration time) {
      for (long passed = 0; passed < time.toMillis(); passed += LOOK_EVERY.toMillis()) {
        clock.nanos += LOOK_EVERY.toNanos();
        tick();
      }
    }

    /** As Flink does, because another source is behind, or of back pressure. */
    void pausesAfter(Duration time) {
      clock.nanos += time.toNanos();
      clock.paused = true;
    }

    void resumes() {
      clock.paused = false;
    }

    @Override
    public void emitWatermark(Watermark next) {
      // A generator that saw nothing says the smallest time plus its delay: no time at all.
      if (next.getTimestamp() > 0) {
        watermark = Math.max(watermark, next.getTimestamp());
      }
      idle = false;
    }

    @Override
    public void markIdle() {
      idle = true;
    }

    @Override
    public void markActive() {
      idle = false;
    }

    @Override
    public MetricGroup getMetricGroup() {
      return new UnregisteredMetricsGroup();
    }

    @Override
    public RelativeClock getInputActivityClock() {
      return clock;
    }
  }

  /** Moves by hand, and a little whenever it is looked at: unless it is paused. */
  private static final class ActivityClock implements RelativeClock {
    private long nanos = 1;
    private boolean paused;

    @Override
    public long relativeTimeMillis() {
      return relativeTimeNanos() / 1_000_000;
    }

    @Override
    public long relativeTimeNanos() {
      return paused ? nanos : nanos++;
    }
  }
}
