package io.nowfeed.jobs.source;

import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.UserEvent;
import io.nowfeed.jobs.flow.UserUpdate;
import java.time.Clock;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.BoundedOutOfOrdernessWatermarks;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.eventtime.WatermarksWithIdleness;
import org.apache.flink.util.clock.SystemClock;

/** Who says what time it is. */
public final class EventTime {
  /**
   * While the users table is loaded, the events' sources are braked: what they read would only wait
   * in the join. Watermark alignment pauses a source that is further ahead of the slowest than the
   * drift; a loading table is at the beginning of time, and once loaded it has no say. Between
   * events a hundred years are no limit.
   */
  private static final String LOADING = "loading";

  private static final Duration NO_LIMIT_AMONG_EVENTS = Duration.ofDays(36_500);
  private static final Duration CHECKED_EVERY = Duration.ofMillis(500);

  private EventTime() {}

  /**
   * Events say it, partition by partition. A dead letter has no time: it must neither move the
   * clock nor, as a sign of life, keep a partition without events from being idle.
   *
   * @param maxOutOfOrderness how far behind the newest event of its partition one is still on time
   * @param idleness after how long a quiet partition no longer holds the others back
   */
  public static WatermarkStrategy<Inbound<UserEvent>> ofEvents(
      Duration maxOutOfOrderness, Duration idleness) {
    return WatermarkStrategy.<Inbound<UserEvent>>forGenerator(
            context ->
                new EventsOnly(
                    maxOutOfOrderness,
                    idleness,
                    new IdlenessClock(context.getInputActivityClock(), SystemClock.getInstance())))
        .withTimestampAssigner(
            (inbound, ingestedAt) ->
                inbound.event() == null ? Long.MIN_VALUE : inbound.event().ts())
        .withWatermarkAlignment(LOADING, NO_LIMIT_AMONG_EVENTS, CHECKED_EVERY);
  }

  /**
   * A table as in {@link #ofTable}, which brakes the events' sources while it is loaded.
   *
   * @param maxLoadWait after which it brakes no longer, loaded or not
   * @param clock measures that
   */
  public static WatermarkStrategy<Inbound<UserUpdate>> ofLoadedTable(
      Duration maxLoadWait, Clock clock) {
    long millis = maxLoadWait.toMillis();
    return WatermarkStrategy.<Inbound<UserUpdate>>forGenerator(
            context -> new Loading(millis, clock))
        .withTimestampAssigner((row, ingestedAt) -> Long.MIN_VALUE)
        .withWatermarkAlignment(LOADING, NO_LIMIT_AMONG_EVENTS, CHECKED_EVERY);
  }

  /**
   * A table does not say it: its rows may be years old, and it may be quiet for hours. It is idle
   * from the start, so that it never holds the events' time back.
   */
  public static <T> WatermarkStrategy<T> ofTable() {
    return WatermarkStrategy.<T>forGenerator(context -> new Idle<>())
        .withTimestampAssigner((row, ingestedAt) -> Long.MIN_VALUE);
  }

  private static final class EventsOnly implements WatermarkGenerator<Inbound<UserEvent>> {
    private final WatermarkGenerator<Inbound<UserEvent>> events;
    private final IdlenessClock clock;

    private EventsOnly(Duration maxOutOfOrderness, Duration idleness, IdlenessClock clock) {
      this.clock = clock;
      this.events =
          new WatermarksWithIdleness<>(
              new BoundedOutOfOrdernessWatermarks<>(maxOutOfOrderness), idleness, clock);
    }

    @Override
    public void onEvent(Inbound<UserEvent> inbound, long timestamp, WatermarkOutput output) {
      if (inbound.event() != null) {
        events.onEvent(inbound, timestamp, output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      clock.look();
      events.onPeriodicEmit(output);
    }
  }

  /**
   * One a partition: idle, and so without a say, unless it is being loaded. The watermark while it
   * is must grow, though all that counts is that it is before every event: Flink wakes a source
   * that fell idle, because one of its partitions was loaded at once, for nothing less.
   *
   * <p>It is said of a partition that is loaded at once, too, before it falls idle: that overwrites
   * what the coordinator remembers of this subtask from before a failure.
   */
  static final class Loading implements WatermarkGenerator<Inbound<UserUpdate>> {
    private final Clock clock;
    private final long deadline;
    private boolean begun;
    private boolean over;

    Loading(long maxLoadMillis, Clock clock) {
      this.clock = clock;
      this.deadline = clock.millis() + maxLoadMillis;
    }

    @Override
    public void onEvent(Inbound<UserUpdate> row, long timestamp, WatermarkOutput output) {
      if (over) {
        return;
      }
      if (!begun) {
        begun = true;
        brake(output);
      }
      if (row.event() != null && row.event().loaded() != null) {
        over = true;
        output.markIdle();
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      over |= clock.millis() >= deadline;
      if (begun && !over) {
        brake(output);
      } else {
        output.markIdle();
      }
    }

    private void brake(WatermarkOutput output) {
      output.emitWatermark(new Watermark(Long.MIN_VALUE + clock.millis()));
    }
  }

  private static final class Idle<T> implements WatermarkGenerator<T> {
    @Override
    public void onEvent(T event, long timestamp, WatermarkOutput output) {
      output.markIdle();
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.markIdle();
    }
  }
}
