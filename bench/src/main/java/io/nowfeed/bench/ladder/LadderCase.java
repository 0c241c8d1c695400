package io.nowfeed.bench.ladder;

import io.nowfeed.bench.flow.Feed;
import io.nowfeed.bench.flow.FeedSource;
import io.nowfeed.bench.flow.FinishSink;
import io.nowfeed.bench.flow.Race;
import io.nowfeed.bench.load.BenchCluster;
import io.nowfeed.jobs.JobLauncher;
import io.nowfeed.jobs.PersonalizationPipeline;
import io.nowfeed.jobs.PersonalizationPipeline.Inputs;
import io.nowfeed.jobs.PersonalizationPipeline.Outputs;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.Inbound;
import java.io.Serializable;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * How much longer does a list of the full ladder take than one of what is popular, from the event
 * in its source to the list in its sink? Both are made side by side: half of the users are in each
 * arm, in the whole graph of the job, so that whatever slows the machine slows both.
 *
 * @param users how many there are, a multiple of the parallelism
 * @param items how many items there are
 * @param history how many engagements there are before, of all users together
 * @param perSecond events a second
 * @param seconds for how long it is measured
 * @param parallelism of each vertex
 */
record LadderCase(int users, int items, int history, int perSecond, int seconds, int parallelism)
    implements Serializable {
  private static final List<String> ARMS = List.of("full", "popularity");

  /**
   * Runs it.
   *
   * @param settings of the job
   */
  LadderFigures run(BenchCluster cluster, Map<String, String> settings) throws Exception {
    Map<String, String> given = new HashMap<>(settings);
    given.put("experiment.arms", "full:50,popularity:50");
    JobConfig config = JobConfig.of(given, List.of());
    StreamExecutionEnvironment env = cluster.environment(parallelism);
    JobLauncher.configure(env, config);
    String name = UUID.randomUUID().toString();
    long begin = Clock.systemUTC().millis();
    Visits visits = new Visits(this, name, begin);
    long last = visits.end();
    PersonalizationPipeline.build(
        new Inputs(
            source(env, new Nothing<>(), name, FlowTypes.INBOUND_USER_EVENT, "beacons"),
            source(env, visits, name, FlowTypes.INBOUND_USER_EVENT, "interactions"),
            source(
                env,
                new Catalogue.Users(users, parallelism, begin),
                name,
                FlowTypes.INBOUND_USER_UPDATE,
                "users"),
            source(
                env,
                new Catalogue.Items(items, begin),
                name,
                FlowTypes.INBOUND_CONTENT_CHANGE,
                "content")),
        new Outputs(
            nowhere(name),
            nowhere(name),
            nowhere(name),
            new StopwatchSink(name, last),
            nowhere(name),
            nowhere(name),
            nowhere(name),
            nowhere(name)),
        config);
    int measured = perSecond * seconds;
    try (Race race = Race.prepare(name, parallelism);
        Stopwatch stopwatch = Stopwatch.prepare(name, visits.firstTimed(), measured)) {
      cluster.run(env, race, visits.size());
      return LadderFigures.of(stopwatch, measured, ARMS);
    }
  }

  private static <T> DataStream<Inbound<T>> source(
      StreamExecutionEnvironment env,
      Feed<Inbound<T>> feed,
      String race,
      TypeInformation<Inbound<T>> type,
      String topic) {
    return env.fromSource(
            new FeedSource<>(feed, race), WatermarkStrategy.noWatermarks(), topic, type)
        .uid("source-" + topic);
  }

  /** Throws away what comes, and never tells of the last watermark. */
  private static <T> FinishSink<T> nowhere(String race) {
    return new FinishSink<>(race, Long.MAX_VALUE);
  }

  /** No element: all events come in one stream, in their order. */
  private record Nothing<T>() implements Feed<T> {
    private static final long serialVersionUID = 1L;

    @Override
    public long size() {
      return 0;
    }

    @Override
    public T element(long number) {
      throw new IllegalArgumentException("there is none");
    }

    @Override
    public long ts(long number) {
      throw new IllegalArgumentException("there is none");
    }

    @Override
    public long end() {
      return Long.MAX_VALUE - 1;
    }
  }
}
