package io.nowfeed.jobs;

import io.nowfeed.events.Topics;
import io.nowfeed.jobs.ArchivePipeline.Inputs;
import io.nowfeed.jobs.ArchivePipeline.Outputs;
import io.nowfeed.jobs.analytics.EnrichedInteractionRow;
import io.nowfeed.jobs.analytics.RecommendationsRow;
import io.nowfeed.jobs.config.ArchiveOptions;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.jobs.source.EventTime;
import io.nowfeed.jobs.source.ResultSources;
import io.nowfeed.sinks.archive.ArchiveSink;
import io.nowfeed.sinks.archive.ArchiveTables;
import io.nowfeed.sinks.kafka.KafkaSinks;
import java.time.Clock;
import java.util.List;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The archive as a job: {@code flink run -c io.nowfeed.jobs.ArchiveJob nowfeed-jobs.jar --config
 * FILE --key value}.
 */
public final class ArchiveJob {
  /** The job's name in a Flink cluster. */
  public static final String NAME = "Nowfeed archive";

  /** Without these the job cannot run. */
  public static final List<ConfigOption<?>> REQUIRED =
      List.of(JobOptions.BOOTSTRAP_SERVERS, ArchiveOptions.PATH);

  /** Its consumer group and transactional ids end so. */
  private static final String SUFFIX = "archive";

  private ArchiveJob() {}

  /** Wires configuration and connectors, and runs. */
  public static void main(String[] args) throws Exception {
    JobLauncher.launch(NAME, args, REQUIRED, ArchiveOptions.ROLL_INTERVAL, ArchiveJob::build);
  }

  /** The graph over Kafka and the file system; files end at its checkpoints. */
  public static void build(StreamExecutionEnvironment env, JobConfig config) {
    env.enableCheckpointing(config.millis(ArchiveOptions.ROLL_INTERVAL));
    ArchivePipeline.build(inputs(env, config), outputs(config));
  }

  /** What comes in from Kafka. */
  public static Inputs inputs(StreamExecutionEnvironment env, JobConfig config) {
    ResultSources kafka = new ResultSources(config, SUFFIX, Clock.systemUTC());
    return new Inputs(
        source(
            env,
            kafka.enrichedInteractions(Topics.ENRICHED_INTERACTIONS),
            Topics.ENRICHED_INTERACTIONS),
        source(env, kafka.recommendations(Topics.RECOMMENDATIONS), Topics.RECOMMENDATIONS));
  }

  /** Where it goes; what could not be read goes back to Kafka. */
  public static Outputs outputs(JobConfig config) {
    String folder = config.get(ArchiveOptions.PATH);
    KafkaSinks kafka =
        new KafkaSinks(
            config.kafka(),
            config.get(JobOptions.TRANSACTION_PREFIX) + "-" + SUFFIX,
            config.get(JobOptions.TRANSACTION_TIMEOUT));
    return new Outputs(
        ArchiveSink.of(
            folder,
            ArchiveTables.ENRICHED_INTERACTIONS,
            EnrichedInteractionRow.class,
            EnrichedInteractionRow::eventTime),
        ArchiveSink.of(
            folder,
            ArchiveTables.RECOMMENDATIONS,
            RecommendationsRow.class,
            RecommendationsRow::generatedAt),
        kafka.deadLetters(Topics.DEAD_LETTERS));
  }

  /** Files go by the time in their rows, so watermarks have nothing to say here. */
  private static <T> DataStream<T> source(
      StreamExecutionEnvironment env, Source<T, ?, ?> source, String topic) {
    return env.fromSource(source, EventTime.ofTable(), topic).uid("source-" + topic);
  }
}
