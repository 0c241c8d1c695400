package io.nowfeed.bench.hotpath;

import io.nowfeed.bench.hotpath.TopContent.Place;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import io.nowfeed.events.UserAttributes;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.Stores;

/**
 * The join and the count in Kafka Streams, as one would write it who cares: tables in memory, small
 * values through the repartition topics, caches that hold a window, at-least-once. ksqlDB runs the
 * same topology with generic rows.
 */
final class StreamsJoin {
  /** What is counted: the record, not what is in it. */
  private static final byte[] NOTHING = new byte[0];

  private static final Duration WINDOW = Duration.ofSeconds(NowfeedJobs.WINDOW_SECONDS);

  /** Threads read partitions each at its own pace; nothing may be late for that. */
  private static final Duration GRACE = Duration.ofHours(1);

  private static final long CACHE_BYTES = 256L << 20;

  /** As often as Nowfeed's checkpoints. */
  private static final int COMMIT_MILLIS = 10_000;

  /** The topic of {@link TopContent}, by {@code country|start of the window}. */
  static final String TOP = "top";

  private final Setting setting;
  private final StreamsBuilder builder = new StreamsBuilder();

  private StreamsJoin(Setting setting) {
    this.setting = setting;
  }

  static void join(Setting setting) {
    StreamsJoin streams = new StreamsJoin(setting);
    streams.enriched();
    streams.run();
  }

  static void count(Setting setting) {
    StreamsJoin streams = new StreamsJoin(setting);
    streams.counted(streams.enriched());
    streams.run();
  }

  private KStream<String, EnrichedInteraction> enriched() {
    KTable<String, UserAttributes> users =
        builder.stream(
                Topics.USERS,
                // As of the beginning, so that the table is read before what is joined with it.
                Consumed.with(Serdes.String(), StreamsSerdes.changes())
                    .withTimestampExtractor((record, before) -> 0))
            .toTable(
                Materialized.<String, UserAttributes>as(Stores.inMemoryKeyValueStore("users"))
                    .withKeySerde(Serdes.String())
                    .withValueSerde(StreamsSerdes.attributes())
                    .withCachingDisabled());
    KStream<String, EnrichedInteraction> enriched =
        builder.stream(
                Topics.INTERACTIONS,
                Consumed.with(Serdes.String(), StreamsSerdes.interactions())
                    .withTimestampExtractor(
                        (record, before) -> ((Interaction) record.value()).ts()))
            .leftJoin(users, StreamsJoin::enriched);
    enriched.to(
        setting.topic(Topics.ENRICHED_INTERACTIONS),
        Produced.with(Serdes.String(), StreamsSerdes.enriched()));
    return enriched;
  }

  private static EnrichedInteraction enriched(Interaction interaction, UserAttributes user) {
    long now = System.currentTimeMillis();
    return new EnrichedInteraction(
        interaction.eventId(),
        interaction.userId(),
        interaction.deviceId(),
        interaction.sessionId(),
        interaction.contentId(),
        interaction.action(),
        interaction.ts(),
        interaction.dwellMs(),
        user,
        null,
        user == null ? MatchReason.NO_SUCH_USER : MatchReason.MATCHED,
        0L,
        0L,
        new Origin(Topics.INTERACTIONS, 0, 0),
        now,
        now);
  }

  private void counted(KStream<String, EnrichedInteraction> enriched) {
    enriched
        .filter((user, interaction) -> interaction.attributes() != null)
        .map(
            (user, interaction) ->
                KeyValue.pair(
                    interaction.contentId() + "|" + interaction.attributes().country(), NOTHING))
        .groupByKey(Grouped.with("by-content", Serdes.String(), Serdes.ByteArray()))
        .windowedBy(TimeWindows.ofSizeAndGrace(WINDOW, GRACE))
        .count(
            Materialized.<String, Long>as(
                    Stores.inMemoryWindowStore("counts", GRACE.plus(WINDOW), WINDOW, false))
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.Long()))
        .toStream()
        .map(
            (key, count) -> {
              String pair = key.key();
              int bar = pair.indexOf('|');
              return KeyValue.pair(
                  pair.substring(bar + 1) + "|" + key.window().start(),
                  new TopContent(java.util.List.of(new Place(pair.substring(0, bar), count))));
            })
        .groupByKey(Grouped.with("by-country", Serdes.String(), StreamsSerdes.topContent()))
        .aggregate(
            () -> TopContent.NONE,
            (key, one, top) -> top.with(one.places().get(0)),
            Materialized.<String, TopContent>as(Stores.inMemoryKeyValueStore("tops"))
                .withKeySerde(Serdes.String())
                .withValueSerde(StreamsSerdes.topContent()))
        .toStream()
        .to(setting.topic(TOP), Produced.with(Serdes.String(), StreamsSerdes.topContent()));
  }

  private void run() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, setting.run());
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, setting.bootstrapServers());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, setting.parallelism());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, setting.directory().toString());
    properties.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
    properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    properties.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
    properties.put(StreamsConfig.producerPrefix("batch.size"), 128 << 10);
    KafkaStreams streams = new KafkaStreams(builder.build(properties), properties);
    streams.setUncaughtExceptionHandler(
        failure -> {
          failure.printStackTrace();
          Runtime.getRuntime().halt(1);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.start();
  }
}
