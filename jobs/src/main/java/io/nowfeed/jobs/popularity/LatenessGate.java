package io.nowfeed.jobs.popularity;

import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.LateEvent;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets through what can still be counted. An interaction counts in every window that holds it, or
 * in none: its pane decides.
 */
final class LatenessGate extends ProcessFunction<EnrichedInteraction, EnrichedInteraction> {
  private static final long serialVersionUID = 1L;

  private final Windows windows;

  LatenessGate(Windows windows) {
    this.windows = windows;
  }

  @Override
  public void processElement(
      EnrichedInteraction interaction, Context context, Collector<EnrichedInteraction> out) {
    long watermark = context.timerService().currentWatermark();
    if (windows.expired(windows.pane(interaction.ts()), watermark)) {
      context.output(
          PopularityStage.LATE, new LateEvent(interaction, watermark - interaction.ts()));
    } else {
      out.collect(interaction);
    }
  }
}
