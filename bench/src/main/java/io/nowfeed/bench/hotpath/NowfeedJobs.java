package io.nowfeed.bench.hotpath;

import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.JobLauncher;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.PersonalizationPipeline;
import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.jobs.enrichment.EnrichmentOptions;
import io.nowfeed.jobs.enrichment.UserJoinStage;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.popularity.PopularityOptions;
import io.nowfeed.jobs.popularity.PopularityStage;
import io.nowfeed.jobs.source.AcceptStage;
import io.nowfeed.sinks.kafka.KafkaSinks;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Nowfeed's own stages, as many of them as a function needs, on a Flink cluster in this process.
 */
final class NowfeedJobs {
  /** Places on a leaderboard, as the peers have. */
  static final int PLACES = 10;

  /** The one window of those who only count, in seconds. */
  static final int WINDOW_SECONDS = 60;

  /** Every action counts one, so that a score is a count. */
  private static final Map<String, String> COUNTS =
      Map.of(
          "popularity.windows", "1m/1m",
          "popularity.segments", "country",
          "popularity.top", String.valueOf(PLACES),
          "popularity.top-by", "",
          "popularity.weights", "impression:1,click:1,watch:1,scroll:1,like:1,share:1");

  private final Setting setting;
  private final JobConfig config;
  private final StreamExecutionEnvironment env;

  private NowfeedJobs(Setting setting, Map<String, String> settings) throws InvalidConfigException {
    Map<String, String> all = new HashMap<>(settings);
    all.put("kafka.bootstrap.servers", setting.bootstrapServers());
    all.put("kafka.transaction.prefix", setting.run());
    // Each run reads from the beginning: it must not go on where the one before it was.
    all.put("kafka.consumer.group", setting.run());
    this.setting = setting;
    this.config = JobConfig.of(all, PersonalizationJob.REQUIRED);
    this.env = environment(setting);
    JobLauncher.configure(env, config);
  }

  private static StreamExecutionEnvironment environment(Setting setting) {
    return StreamExecutionEnvironment.createLocalEnvironment(
        setting.parallelism(),
        Configuration.fromMap(
            Map.of(
                "taskmanager.memory.network.min", "128m",
                "taskmanager.memory.network.max", "128m",
                "taskmanager.memory.managed.size", "256m",
                "state.backend.type", setting.state() == Setting.State.HEAP ? "hashmap" : "rocksdb",
                "execution.checkpointing.incremental", "true",
                "execution.checkpointing.dir",
                    setting.directory().resolve("state").toUri().toString(),
                "io.tmp.dirs", setting.directory().resolve("tmp").toString(),
                "restart-strategy.type", "none")));
  }

  static void parse(Setting setting) throws Exception {
    NowfeedJobs jobs = new NowfeedJobs(setting, Map.of());
    PersonalizationJob.inputs(jobs.env, jobs.config)
        .interactions()
        .sinkTo(new DiscardingSink<>())
        .uid("nothing");
    jobs.env.executeAsync();
  }

  static void join(Setting setting) throws Exception {
    NowfeedJobs jobs = new NowfeedJobs(setting, Map.of());
    jobs.joined();
    jobs.env.executeAsync();
  }

  static void count(Setting setting) throws Exception {
    NowfeedJobs jobs = new NowfeedJobs(setting, COUNTS);
    PopularityStage popularity = new PopularityStage(PopularityOptions.of(jobs.config));
    popularity
        .attach(popularity.gate(jobs.joined()))
        .sinkTo(jobs.sinks().popularity(setting.topic(Topics.POPULARITY), false))
        .uid("sink-popularity");
    jobs.env.executeAsync();
  }

  static void whole(Setting setting) throws Exception {
    NowfeedJobs jobs = new NowfeedJobs(setting, Map.of());
    PersonalizationPipeline.build(
        PersonalizationJob.inputs(jobs.env, jobs.config), jobs.outputs(), jobs.config);
    jobs.env.executeAsync();
  }

  /**
   * The whole job beside live traffic.
   *
   * @param bufferTimeout {@code latency.buffer-timeout}
   */
  static void live(Setting setting, String bufferTimeout) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("topic.beacons", setting.topic(Topics.BEACONS));
    settings.put("topic.interactions", setting.topic(Topics.INTERACTIONS));
    settings.put("latency.buffer-timeout", bufferTimeout);
    // So that each beacon is answered: else a list that is like the one before is not sent.
    settings.put("recommendation.expires-after", "30 min");
    settings.put("recommendation.resend-before", "30 min");
    NowfeedJobs jobs = new NowfeedJobs(setting, settings);
    PersonalizationPipeline.build(
        PersonalizationJob.inputs(jobs.env, jobs.config), jobs.outputs(), jobs.config);
    jobs.env.executeAsync();
  }

  /** What any Flink job takes: beacons are copied, byte for byte, by one task. */
  static void copy(Setting setting) throws Exception {
    NowfeedJobs jobs = new NowfeedJobs(setting, Map.of("latency.buffer-timeout", "0 ms"));
    Map<String, String> client = new HashMap<>();
    jobs.config.kafka().forEach((key, value) -> client.put(key.toString(), value.toString()));
    client.put("linger.ms", "0");
    Properties producer = new Properties();
    producer.putAll(client);
    KafkaSource<byte[]> beacons =
        KafkaSource.<byte[]>builder()
            .setBootstrapServers(setting.bootstrapServers())
            .setTopics(setting.topic(Topics.BEACONS))
            .setGroupId(setting.run())
            .setDeserializer(
                KafkaRecordDeserializationSchema.valueOnly(ByteArrayDeserializer.class))
            .build();
    KafkaSink<byte[]> copies =
        KafkaSink.<byte[]>builder()
            .setKafkaProducerConfig(producer)
            .setRecordSerializer(
                KafkaRecordSerializationSchema.<byte[]>builder()
                    .setTopic(setting.topic(Topics.ACTIVE_USERS))
                    .setKafkaValueSerializer(ByteArraySerializer.class)
                    .build())
            .build();
    jobs.env
        .fromSource(beacons, WatermarkStrategy.noWatermarks(), "beacons")
        .uid("beacons")
        .sinkTo(copies)
        .uid("copies");
    jobs.env.executeAsync();
  }

  private DataStream<EnrichedInteraction> joined() {
    PersonalizationPipeline.Inputs in = PersonalizationJob.inputs(env, config);
    var interactions = AcceptStage.attach(in.interactions(), "interactions", FlowTypes.USER_EVENT);
    var users = AcceptStage.attach(in.users(), "users", FlowTypes.USER_UPDATE);
    DataStream<EnrichedInteraction> joined =
        UserJoinStage.attach(interactions, users, EnrichmentOptions.of(config))
            .filter(event -> event.interaction() != null)
            .uid("filter-interactions")
            .map(EnrichedEvent::interaction)
            .returns(EnrichedInteraction.class)
            .uid("map-interactions");
    joined
        .sinkTo(sinks().enrichedInteractions(setting.topic(Topics.ENRICHED_INTERACTIONS)))
        .uid("sink-enriched-interactions");
    return joined;
  }

  private KafkaSinks sinks() {
    return new KafkaSinks(
        config.kafka(), setting.run(), config.get(JobOptions.TRANSACTION_TIMEOUT));
  }

  private PersonalizationPipeline.Outputs outputs() {
    KafkaSinks sinks = sinks();
    return new PersonalizationPipeline.Outputs(
        sinks.activeUsers(setting.topic(Topics.ACTIVE_USERS)),
        sinks.enrichedInteractions(setting.topic(Topics.ENRICHED_INTERACTIONS)),
        sinks.popularity(setting.topic(Topics.POPULARITY), false),
        sinks.recommendations(setting.topic(Topics.RECOMMENDATIONS), false),
        sinks.relevance(setting.topic(Topics.RELEVANCE)),
        sinks.lateEvents(setting.topic(Topics.LATE_EVENTS)),
        sinks.duplicates(setting.topic(Topics.DUPLICATES)),
        sinks.deadLetters(setting.topic(Topics.DEAD_LETTERS)));
  }
}
