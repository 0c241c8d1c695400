package io.nowfeed.sinks.bigquery;

import io.nowfeed.sinks.kafka.SerializableFunction;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A bounded job that writes rows numbered from 0, and how it went. */
final class ClickJob {
  private static final int PER_CHECKPOINT = 400;

  private final MiniCluster cluster;
  private final JobID id;

  private ClickJob(MiniCluster cluster, JobID id) {
    this.cluster = cluster;
    this.id = id;
  }

  /** A row with all that is not a plain column. */
  public record Click(long id, String userId, long eventTime, List<String> tags, List<Item> items) {
    static Click of(long number) {
      return new Click(
          number,
          number % 3 == 0 ? null : "user " + number,
          1_700_000_000_000L + number,
          List.of("a", "b"),
          List.of(new Item(1, number / 2.0), new Item(2, null)));
    }
  }

  /** A nested one. */
  public record Item(int rank, Double score) {}

  /**
   * Starts the description of a job.
   *
   * @param row makes the row of a number
   */
  static <R extends Record> Plan<R> of(
      BigQuerySink<R> sink, long count, Class<R> type, SerializableFunction<Long, R> row) {
    return new Plan<>(sink, count, type, row);
  }

  static Plan<Click> of(BigQuerySink<Click> sink, long count) {
    return of(sink, count, Click.class, Click::of);
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

  CheckpointStatsCounts checkpoints() throws Exception {
    return cluster.getExecutionGraph(id).get().getCheckpointStatsSnapshot().getCounts();
  }

  /** Stops it in the middle and returns where its savepoint is. */
  String stop(Path directory) throws Exception {
    String savepoint =
        cluster
            .stopWithSavepoint(
                id, directory.toUri().toString(), false, SavepointFormatType.CANONICAL)
            .get();
    outcome();
    return savepoint;
  }

  void cancel() throws Exception {
    cluster.cancelJob(id).get();
    cluster.requestJobResult(id).get();
  }

  /**
   * What a job will be.
   *
   * @param <R> type of its rows
   */
  static final class Plan<R extends Record> {
    private final BigQuerySink<R> sink;
    private final long count;
    private final Class<R> type;
    private final SerializableFunction<Long, R> row;
    private int parallelism = 2;
    private int restarts = 100;
    private long checkpointMillis = 100;
    private List<Long> crashes = List.of();
    private String savepoint;

    private Plan(
        BigQuerySink<R> sink, long count, Class<R> type, SerializableFunction<Long, R> row) {
      this.sink = sink;
      this.count = count;
      this.type = type;
      this.row = row;
    }

    Plan<R> parallelism(int subtasks) {
      parallelism = subtasks;
      return this;
    }

    /** How often it may fail; default often enough. */
    Plan<R> restarts(int most) {
      restarts = most;
      return this;
    }

    Plan<R> checkpointEvery(long millis) {
      checkpointMillis = millis;
      return this;
    }

    /** The numbers at which attempt 0, 1 … crashes. */
    Plan<R> crashingAt(Long... numbers) {
      crashes = List.of(numbers);
      return this;
    }

    Plan<R> from(String path) {
      savepoint = path;
      return this;
    }

    ClickJob start(MiniCluster cluster) throws Exception {
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.getExecutionEnvironment(settings());
      env.setParallelism(parallelism);
      env.setMaxParallelism(4);
      env.enableCheckpointing(checkpointMillis);
      env.fromSource(
              new PacedSequence(count, PER_CHECKPOINT), WatermarkStrategy.noWatermarks(), "clicks")
          .uid("clicks")
          .rebalance()
          .map(new ToRow<>(row, crashes))
          .returns(TypeInformation.of(type))
          .uid("to-click")
          .sinkTo(sink)
          .uid("sink-clicks");
      return new ClickJob(cluster, cluster.submitJob(env.getStreamGraph()).get().getJobID());
    }

    private Configuration settings() {
      Configuration settings = new Configuration();
      settings.setString("restart-strategy.type", "fixed-delay");
      settings.setString("restart-strategy.fixed-delay.attempts", Integer.toString(restarts));
      settings.setString("restart-strategy.fixed-delay.delay", "100 ms");
      settings.setString("pipeline.generic-types", "false");
      settings.setString("pipeline.auto-generate-uids", "false");
      if (savepoint != null) {
        settings.setString("execution.state-recovery.path", savepoint);
      }
      return settings;
    }
  }

  /** Crashes once for each number it was given, in turn. */
  private static final class ToRow<R> extends RichMapFunction<Long, R> {
    private static final long serialVersionUID = 1;

    private final SerializableFunction<Long, R> row;
    private final List<Long> crashes;

    private ToRow(SerializableFunction<Long, R> row, List<Long> crashes) {
      this.row = row;
      this.crashes = crashes;
    }

    @Override
    public R map(Long number) {
      int attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
      if (attempt < crashes.size() && number.equals(crashes.get(attempt))) {
        throw new IllegalStateException("injected crash at " + number);
      }
      return row.apply(number);
    }
  }
}
