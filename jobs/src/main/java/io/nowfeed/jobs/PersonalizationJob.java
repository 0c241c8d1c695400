package io.nowfeed.jobs;

import io.nowfeed.events.Topics;
import io.nowfeed.jobs.PersonalizationPipeline.Inputs;
import io.nowfeed.jobs.PersonalizationPipeline.Outputs;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.jobs.config.ListOptions;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.UserEvent;
import io.nowfeed.jobs.flow.UserUpdate;
import io.nowfeed.jobs.source.EventTime;
import io.nowfeed.jobs.source.KafkaSources;
import io.nowfeed.sinks.kafka.KafkaSinks;
import java.time.Clock;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The hot path as a job: {@code flink run -c io.nowfeed.jobs.PersonalizationJob nowfeed-jobs.jar
 * --config FILE --key value}.
 */
public final class PersonalizationJob {
  /** The job's name in a Flink cluster. */
  public static final String NAME = "Nowfeed personalization";

  /** Without these the job cannot run. */
  public static final List<ConfigOption<?>> REQUIRED = List.of(JobOptions.BOOTSTRAP_SERVERS);

  private PersonalizationJob() {}

  /** Wires configuration and connectors, and runs. */
  public static void main(String[] args) throws Exception {
    JobLauncher.launch(NAME, args, REQUIRED, PersonalizationJob::build);
  }

  /** The graph over Kafka. */
  public static void build(StreamExecutionEnvironment env, JobConfig config) {
    PersonalizationPipeline.build(inputs(env, config), outputs(config), config);
  }

  /** What comes in from Kafka. */
  public static Inputs inputs(StreamExecutionEnvironment env, JobConfig config) {
    KafkaSources kafka = new KafkaSources(config, Clock.systemUTC());
    WatermarkStrategy<Inbound<UserEvent>> eventTime =
        EventTime.ofEvents(
            config.get(JobOptions.MAX_OUT_OF_ORDERNESS), config.get(JobOptions.IDLENESS));
    WatermarkStrategy<Inbound<UserUpdate>> users =
        EventTime.ofLoadedTable(config.get(JobOptions.MAX_LOAD_WAIT), Clock.systemUTC());
    return new Inputs(
        source(env, kafka.beacons(config.get(JobOptions.TOPICS_BEACONS)), eventTime, "beacons"),
        source(
            env,
            kafka.interactions(config.get(JobOptions.TOPICS_INTERACTIONS)),
            eventTime,
            "interactions"),
        source(env, kafka.users(config.get(JobOptions.TOPIC_USERS)), users, "users"),
        source(env, kafka.content(Topics.CONTENT), EventTime.ofTable(), "content"));
  }

  /** Where results go in Kafka. */
  public static Outputs outputs(JobConfig config) {
    KafkaSinks kafka =
        new KafkaSinks(
            config.kafka(),
            config.get(JobOptions.TRANSACTION_PREFIX) + "-personalization",
            config.get(JobOptions.TRANSACTION_TIMEOUT));
    return new Outputs(
        kafka.activeUsers(Topics.ACTIVE_USERS),
        kafka.enrichedInteractions(Topics.ENRICHED_INTERACTIONS),
        kafka.popularity(
            Topics.POPULARITY,
            config.get(JobOptions.POPULARITY_DELIVERY) == JobOptions.Delivery.EXACTLY_ONCE),
        kafka.recommendations(
            Topics.RECOMMENDATIONS,
            config.get(ListOptions.DELIVERY) == JobOptions.Delivery.EXACTLY_ONCE),
        kafka.relevance(Topics.RELEVANCE),
        kafka.lateEvents(Topics.LATE_EVENTS),
        kafka.duplicates(Topics.DUPLICATES),
        kafka.deadLetters(Topics.DEAD_LETTERS));
  }

  private static <T> DataStream<T> source(
      StreamExecutionEnvironment env,
      Source<T, ?, ?> source,
      WatermarkStrategy<T> eventTime,
      String topic) {
    return env.fromSource(source, eventTime, topic).uid("source-" + topic);
  }
}
