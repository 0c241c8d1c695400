package io.nowfeed.sinks.bigquery;

import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A bounded job that writes clicks numbered from 0, and how it went. */
final class ClickJob {
  private static final int PARALLELISM = 2;
  private static final long CHECKPOINT_MILLIS = 100;
  private static final int PER_CHECKPOINT = 400;

  private final MiniCluster cluster;
  private final JobID id;

  private ClickJob(MiniCluster cluster, JobID id) {
    this.cluster = cluster;
    this.id = id;
  }

  /** A row with all that is not a plain column. */
  public record Click(
      long id, String userId, long eventTime, List<String> tags, List<Item> items) {}

  /** A nested one. */
  public record Item(int rank, Double score) {}

  /**
   * Starts the job.
   *
   * @param restarts how often it may fail
   * @param crashes the click at which attempt 0, 1 … crashes
   */
  static ClickJob start(
      MiniCluster cluster, BigQuerySink<Click> sink, long count, int restarts, Long... crashes)
      throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(settings(restarts));
    env.setParallelism(PARALLELISM);
    env.enableCheckpointing(CHECKPOINT_MILLIS);
    env.fromSource(
            new PacedSequence(count, PER_CHECKPOINT), WatermarkStrategy.noWatermarks(), "clicks")
        .uid("clicks")
        .rebalance()
        .map(new ToClick(List.of(crashes)))
        .uid("to-click")
        .sinkTo(sink)
        .uid("sink-clicks");
    return new ClickJob(cluster, cluster.submitJob(env.getStreamGraph()).get().getJobID());
  }

  private static Configuration settings(int restarts) {
    Configuration settings = new Configuration();
    settings.setString("restart-strategy.type", "fixed-delay");
    settings.setString("restart-strategy.fixed-delay.attempts", Integer.toString(restarts));
    settings.setString("restart-strategy.fixed-delay.delay", "100 ms");
    settings.setString("pipeline.generic-types", "false");
    settings.setString("pipeline.auto-generate-uids", "false");
    return settings;
  }

  /** Waits for its end and returns why it failed; empty if it did not. */
  String outcome() throws Exception {
    JobResult result = cluster.requestJobResult(id).get();
    return result
        .getSerializedThrowable()
        .map(failure -> failure.getFullStringifiedStackTrace())
        .orElse("");
  }

  /** How often it was restarted. */
  int restarts() throws Exception {
    int restarts = 0;
    for (AccessExecutionVertex task :
        cluster.getExecutionGraph(id).get().getAllExecutionVertices()) {
      restarts = Math.max(restarts, task.getCurrentExecutionAttempt().getAttemptNumber());
    }
    return restarts;
  }

  /** Crashes once for each number it was given, in turn. */
  private static final class ToClick extends RichMapFunction<Long, Click> {
    private static final long serialVersionUID = 1;

    private final List<Long> crashes;

    private ToClick(List<Long> crashes) {
      this.crashes = crashes;
    }

    @Override
    public Click map(Long number) {
      int attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
      if (attempt < crashes.size() && number.equals(crashes.get(attempt))) {
        throw new IllegalStateException("injected crash at " + number);
      }
      return new Click(
          number,
          number % 3 == 0 ? null : "user " + number,
          1_700_000_000_000L + number,
          List.of("a", "b"),
          List.of(new Item(1, number / 2.0), new Item(2, null)));
    }
  }
}
