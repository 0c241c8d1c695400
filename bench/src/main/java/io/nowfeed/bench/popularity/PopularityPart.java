package io.nowfeed.bench.popularity;

import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
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
    PopularityStage popularity = new PopularityStage(options(config));
    popularity
        .attach(popularity.gate(interactions))
        .sinkTo(sink)
        .uid("sink-popularity")
        .name("Sink: popularity");
  }

  /** The options as the job takes them from its configuration. */
  public static PopularityOptions options(JobConfig config) {
    return new PopularityOptions(
        config.windows(),
        config.get(JobOptions.ALLOWED_LATENESS),
        config.get(JobOptions.QUIET_AFTER),
        config.segments(),
        config.get(JobOptions.AGE_BANDS),
        config.get(JobOptions.MAX_AHEAD),
        config.get(JobOptions.COMBINED_PAIRS),
        new PopularityOptions.Ranked(
            config.weights(),
            config.watchMinuteWeight(),
            config.get(JobOptions.TOP),
            config.topBy(),
            config.get(JobOptions.CTR_PRIOR_CLICKS),
            config.get(JobOptions.CTR_PRIOR_IMPRESSIONS)));
  }
}
