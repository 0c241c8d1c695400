package io.nowfeed.jobs.source;

import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.UserEvent;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** Who says what time it is. */
public final class EventTime {
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
    WatermarkStrategy<Inbound<UserEvent>> events =
        WatermarkStrategy.<Inbound<UserEvent>>forBoundedOutOfOrderness(maxOutOfOrderness)
            .withIdleness(idleness);
    return WatermarkStrategy.<Inbound<UserEvent>>forGenerator(
            context -> new EventsOnly(events.createWatermarkGenerator(context)))
        .withTimestampAssigner(
            (inbound, ingestedAt) ->
                inbound.event() == null ? Long.MIN_VALUE : inbound.event().ts());
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

    private EventsOnly(WatermarkGenerator<Inbound<UserEvent>> events) {
      this.events = events;
    }

    @Override
    public void onEvent(Inbound<UserEvent> inbound, long timestamp, WatermarkOutput output) {
      if (inbound.event() != null) {
        events.onEvent(inbound, timestamp, output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      events.onPeriodicEmit(output);
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
