package io.nowfeed.bench.skew;

import io.nowfeed.bench.flow.FinishSink;
import io.nowfeed.bench.popularity.PopularityPart;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.jobs.config.JobConfig;
import org.apache.flink.streaming.api.datastream.DataStream;

/** A way to popularity. */
public enum Mechanism {
  /** Ours: counts are combined in memory, then sent to their segment's leaderboards. */
  COMBINED {
    @Override
    void attach(DataStream<EnrichedInteraction> in, JobConfig config, String race, long end) {
      PopularityPart.attach(in, config, new FinishSink<>(race, end));
    }
  },
  /**
   * What one writes first: each event is sent to its (segment, item) keys and counted there, in a
   * window as long as our shortest slide. No leaderboard comes of it, so it has less to do.
   */
  PER_EVENT {
    @Override
    void attach(DataStream<EnrichedInteraction> in, JobConfig config, String race, long end) {
      CountedPerEvent.attach(in, new FinishSink<>(race, end));
    }
  };

  /**
   * Adds it to the interactions, with a sink at its end.
   *
   * @param race which the sink tells of the last watermark
   * @param end that watermark
   */
  abstract void attach(DataStream<EnrichedInteraction> in, JobConfig config, String race, long end);
}
