package io.nowfeed.bench.skew;

import io.nowfeed.bench.flow.FeedSource;
import io.nowfeed.bench.flow.Race;
import io.nowfeed.bench.load.BenchCluster;
import io.nowfeed.bench.load.Load;
import io.nowfeed.bench.traffic.Interactions;
import io.nowfeed.bench.traffic.Traffic;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.jobs.JobLauncher;
import io.nowfeed.jobs.config.JobConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * When a goal is scored, one item takes 90 % of the clicks. Is popularity as fast then as when
 * clicks are spread evenly over all items, and does no subtask get more to do than others?
 *
 * <p>Both kinds of traffic run in turn on one cluster, so that a machine that is slower for a while
 * is slower for both.
 *
 * @param items how many items there are
 * @param perSecond interactions a second of event time
 * @param seconds of event time
 * @param parallelism of each vertex
 */
public record SkewCase(int items, int perSecond, int seconds, int parallelism) {
  /**
   * Runs uniform and hot traffic in turn.
   *
   * @param pairs how often each
   * @param settings of the job
   */
  public SkewFigures run(
      BenchCluster cluster, Mechanism mechanism, int pairs, Map<String, String> settings)
      throws Exception {
    List<Load> uniform = new ArrayList<>();
    List<Load> hot = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      uniform.add(run(cluster, mechanism, Traffic.UNIFORM, settings));
      hot.add(run(cluster, mechanism, Traffic.HOT, settings));
    }
    return new SkewFigures(mechanism, uniform, hot);
  }

  /** Runs one kind of traffic once. */
  public Load run(
      BenchCluster cluster, Mechanism mechanism, Traffic traffic, Map<String, String> settings)
      throws Exception {
    Interactions feed = new Interactions(traffic, items, perSecond, seconds);
    JobConfig config = JobConfig.of(settings, List.of());
    StreamExecutionEnvironment env = cluster.environment(parallelism);
    JobLauncher.configure(env, config);
    String name = UUID.randomUUID().toString();
    var interactions =
        env.fromSource(
                new FeedSource<>(feed, name),
                WatermarkStrategy.noWatermarks(),
                "interactions",
                TypeInformation.of(EnrichedInteraction.class))
            .uid("source-interactions");
    mechanism.attach(interactions, config, name, feed.end());
    try (Race race = Race.prepare(name, parallelism)) {
      return cluster.run(env, race, feed.size());
    }
  }
}
