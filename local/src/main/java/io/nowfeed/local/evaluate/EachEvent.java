package io.nowfeed.local.evaluate;

import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.UserEvent;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Event time of events that come in its order, told at each: the job's own strategy tells it every
 * fifth of a second, in which a data set goes through days.
 */
final class EachEvent implements WatermarkGenerator<Inbound<UserEvent>> {
  private long latest = Long.MIN_VALUE;

  static WatermarkStrategy<Inbound<UserEvent>> strategy() {
    return WatermarkStrategy.<Inbound<UserEvent>>forGenerator(context -> new EachEvent())
        .withTimestampAssigner((inbound, before) -> inbound.event().ts());
  }

  @Override
  public void onEvent(Inbound<UserEvent> inbound, long ts, WatermarkOutput output) {
    if (ts > latest) {
      latest = ts;
      output.emitWatermark(new Watermark(ts - 1));
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {}
}
