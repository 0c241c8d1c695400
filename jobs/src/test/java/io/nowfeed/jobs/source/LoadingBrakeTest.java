package io.nowfeed.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.events.Fixtures;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.LoadedPartition;
import io.nowfeed.jobs.flow.UserUpdate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkOutputMultiplexer;
import org.junit.jupiter.api.Test;

/** When a subtask of the users source brakes the events' sources: while it is active at all. */
class LoadingBrakeTest {
  private static final long MAX_LOAD = 60_000;

  /** Before every event, whatever the drift that is allowed. */
  private static final long BEFORE_ALL_EVENTS = Long.MIN_VALUE + (1L << 50);

  private final SteppingClock clock = new SteppingClock();
  private final Source source = new Source();
  private final WatermarkOutputMultiplexer partitions = new WatermarkOutputMultiplexer(source);
  private final Map<String, EventTime.Loading> generators = new HashMap<>();

  @Test
  void itBrakesWhileAPartitionIsLoaded() {
    assign("p0");
    tick();
    assertThat(source.brakes()).isFalse();

    read("p0", row());
    tick();
    assertThat(source.brakes()).isTrue();

    read("p0", word());
    tick();
    assertThat(source.brakes()).isFalse();
  }

  @Test
  void itBrakesForAPartitionThatBeginsWhenAnotherIsLoadedAlready() {
    assign("p0");
    assign("p1");
    read("p0", word());
    tick();
    assertThat(source.brakes()).isFalse();

    read("p1", row());
    tick();
    assertThat(source.brakes()).isTrue();
  }

  @Test
  void itBrakesNoLongerThanALoadMayTake() {
    assign("p0");
    read("p0", row());
    clock.now += MAX_LOAD;
    tick();
    assertThat(source.brakes()).isFalse();

    read("p0", row());
    tick();
    assertThat(source.brakes()).isFalse();
  }

  @Test
  void rowsAfterTheLoadDoNotBrake() {
    assign("p0");
    read("p0", word());
    read("p0", row());
    tick();

    assertThat(source.brakes()).isFalse();
  }

  @Test
  void itHasSpokenEvenOfAPartitionThatIsLoadedAtOnce() {
    assign("p0");
    read("p0", word());

    assertThat(source.watermark).isLessThan(BEFORE_ALL_EVENTS).isGreaterThan(Long.MIN_VALUE);
  }

  private void assign(String partition) {
    partitions.registerNewOutput(
        partition,
        new WatermarkOutputMultiplexer.WatermarkUpdateListener() {
          @Override
          public void onWatermarkUpdate(long watermark) {}

          @Override
          public void onIdleUpdate(boolean idle) {}
        });
    generators.put(partition, new EventTime.Loading(MAX_LOAD, clock));
  }

  private void read(String partition, Inbound<UserUpdate> element) {
    generators
        .get(partition)
        .onEvent(element, Long.MIN_VALUE, partitions.getImmediateOutput(partition));
  }

  private void tick() {
    clock.now += 200;
    generators.forEach(
        (partition, generator) ->
            generator.onPeriodicEmit(partitions.getDeferredOutput(partition)));
    partitions.onPeriodicEmit();
  }

  private static Inbound<UserUpdate> row() {
    return Inbound.of(UserUpdate.of(new UserChange("ann", Fixtures.user("GB", "en"), 1, 1)));
  }

  private static Inbound<UserUpdate> word() {
    return Inbound.of(UserUpdate.loaded(new LoadedPartition(0, 1)));
  }

  /** What the coordinator gets to know of the source. */
  private static final class Source implements WatermarkOutput {
    private long watermark = Long.MIN_VALUE;
    private boolean idle;

    boolean brakes() {
      return !idle && watermark != Long.MIN_VALUE && watermark < BEFORE_ALL_EVENTS;
    }

    @Override
    public void emitWatermark(Watermark mark) {
      watermark = mark.getTimestamp();
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
  }

  private static final class SteppingClock extends Clock {
    private long now = Fixtures.NOON;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }
  }
}
