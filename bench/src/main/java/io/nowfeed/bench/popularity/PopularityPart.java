package io.nowfeed.bench.popularity;

import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.popularity.PopularityOptions;
import io.nowfeed.jobs.popularity.PopularityStage;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The popularity part of the personalization job, as the job has it. */
public final class PopularityPart {
  private PopularityPart() {}

  /** Adds gate, combiner and boards. */
  public static void attach(
      DataStream<EnrichedInteraction> interactions, JobConfig config, Sink<Leaderboard> sink) {
    PopularityStage popularity = new PopularityStage(PopularityOptions.of(config));
    popularity
        .attach(popularity.gate(interactions))
        .sinkTo(sink)
        .uid("sink-popularity")
        .name("Sink: popularity");
  }
}
