package io.nowfeed.jobs;

import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.jobs.lineage.JobLineage;
import io.nowfeed.jobs.lineage.LineageReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all jobs do before they run. */
public final class JobLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(JobLauncher.class);

  /**
   * Key groups: state can be spread over as many subtasks at most, and the number can never change
   * without losing state. 720 divides evenly by most parallelisms one would choose.
   */
  private static final int MAX_PARALLELISM = 720;

  private JobLauncher() {}

  /**
   * Runs a job that saves its state every {@code checkpoint.interval}.
   *
   * @throws ProgramParametrizationException when the arguments are wrong; Flink's command line
   *     prints its message without a stack trace
   */
  static void launch(
      String name,
      String[] args,
      List<ConfigOption<?>> required,
      BiConsumer<StreamExecutionEnvironment, JobConfig> graph)
      throws Exception {
    launch(name, args, required, JobOptions.CHECKPOINT_INTERVAL, graph);
  }

  /**
   * Runs a job.
   *
   * @param interval which option says how often the job saves its state
   * @throws ProgramParametrizationException when the arguments are wrong; Flink's command line
   *     prints its message without a stack trace
   */
  static void launch(
      String name,
      String[] args,
      List<ConfigOption<?>> required,
      ConfigOption<Duration> interval,
      BiConsumer<StreamExecutionEnvironment, JobConfig> graph)
      throws Exception {
    JobConfig config;
    try {
      config = JobConfig.load(args, required);
    } catch (InvalidConfigException e) {
      throw new ProgramParametrizationException(e.getMessage());
    }
    requireFittingTransactions(config, interval);
    LOG.info("{} {} starts with {}", name, JobVersion.current(), config);
    warnOfSecrets(config);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    configure(env, config);
    graph.accept(env, config);
    keepLineage(env);
    env.execute(name);
  }

  private static void warnOfSecrets(JobConfig config) {
    if (!config.plainSecrets().isEmpty()) {
      LOG.warn(
          "The values of {} become part of the job's graph, which Flink stores; with ${file:/path}"
              + " or ${env:NAME} in their place each TaskManager looks them up for itself",
          config.plainSecrets());
    }
  }

  private static void requireFittingTransactions(
      JobConfig config, ConfigOption<Duration> interval) {
    List<String> problems = TransactionTimeout.problems(config, interval);
    if (!problems.isEmpty()) {
      throw new ProgramParametrizationException(
          "The configuration cannot be used:\n  - " + String.join("\n  - ", problems));
    }
  }

  /**
   * Sets what a Nowfeed job relies on, wherever it runs. Whether its transactions fit the brokers
   * is asked in {@code launch} alone: who starts a job otherwise, as the local platform and tests
   * do, has started the broker, too.
   */
  public static void configure(StreamExecutionEnvironment env, JobConfig config) {
    Configuration guards = new Configuration();
    // A type that would fall back to Kryo, or an operator without uid, fails the start instead of
    // the first upgrade.
    guards.set(PipelineOptions.GENERIC_TYPES, false);
    guards.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    // Records are immutable, so operators may share them.
    guards.set(PipelineOptions.OBJECT_REUSE, true);
    // A word that the users table is loaded must not come out of a checkpoint: it was true before.
    guards.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    env.configure(guards);
    env.setMaxParallelism(MAX_PARALLELISM);
    env.setBufferTimeout(config.millis(JobOptions.BUFFER_TIMEOUT));
    env.enableCheckpointing(config.millis(JobOptions.CHECKPOINT_INTERVAL));
  }

  /**
   * Writes what the job reads and writes into its parameters, where Flink's web UI and REST API
   * show it and {@code ./nowfeed lineage} finds it. To be called when the graph is complete.
   */
  public static void keepLineage(StreamExecutionEnvironment env) {
    Map<String, String> parameters =
        new HashMap<>(env.getConfig().getGlobalJobParameters().toMap());
    parameters.put(JobLineage.PARAMETER, LineageReader.read(env.getTransformations()).toJson());
    env.getConfig().setGlobalJobParameters(ParameterTool.fromMap(parameters));
  }
}
