package io.nowfeed.local.evaluate;

import io.nowfeed.jobs.PersonalizationPipeline;
import io.nowfeed.jobs.PersonalizationPipeline.Inputs;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.source.EventTime;
import io.nowfeed.local.server.FlinkCluster;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;

/**
 * One run of a data set through the graph of the personalization job, from one source, each part of
 * the job once: so that events stay in the order of the data set, of one user and of all.
 */
final class JobRun {
  private static final long LOOK_MILLIS = 1_000;

  private final DataSetFile file;
  private final long events;
  private final JobOutput output;

  /**
   * @param events how many the data set has
   */
  JobRun(DataSetFile file, long events, JobOutput output) {
    this.file = file;
    this.events = events;
    this.output = output;
  }

  /**
   * Runs to the end of the data set.
   *
   * @param progress told every second how many events went through
   * @throws IOException when the job fails
   */
  void run(FlinkCluster cluster, String name, JobConfig config, LongConsumer progress)
      throws IOException, InterruptedException {
    JobID job = cluster.submit(name, 1, config, this::build);
    CompletableFuture<JobResult> result = cluster.miniCluster().requestJobResult(job);
    while (!isDone(result)) {
      progress.accept(output.progress());
    }
    progress.accept(output.progress());
  }

  private static boolean isDone(CompletableFuture<JobResult> result)
      throws IOException, InterruptedException {
    try {
      JobResult ended = result.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (!ended.isSuccess()) {
        throw new IOException(
            "the job failed: "
                + ended.getSerializedThrowable().map(Throwable::toString).orElse("?"),
            ended.getSerializedThrowable().orElse(null));
      }
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IOException("the job's end cannot be known: " + e.getCause(), e);
    }
  }

  private void build(StreamExecutionEnvironment env, JobConfig config) {
    Configuration once = new Configuration();
    once.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    env.configure(once);
    env.getCheckpointConfig().disableCheckpointing();
    PersonalizationPipeline.build(inputs(env), output.sinks(), config);
  }

  private Inputs inputs(StreamExecutionEnvironment env) {
    var feed =
        env.fromSource(
                new NumberSequenceSource(0, events - 1), WatermarkStrategy.noWatermarks(), "Rows")
            .uid("source-rows")
            .process(new Feed(file, output.reached()))
            .returns(FlowTypes.INBOUND_USER_EVENT)
            .uid("feed")
            .name("Feed");
    return new Inputs(
        table(feed, Feed.BEACONS),
        feed.assignTimestampsAndWatermarks(EachEvent.strategy()).uid("time-of-events"),
        table(feed, Feed.USERS),
        table(feed, Feed.CONTENT));
  }

  /** It has no say in what time it is: neither has a stream without any event. */
  private static <T> DataStream<T> table(SingleOutputStreamOperator<?> feed, OutputTag<T> tag) {
    return feed.getSideOutput(tag)
        .assignTimestampsAndWatermarks(EventTime.<T>ofTable())
        .uid("time-of-" + tag.getId());
  }
}
