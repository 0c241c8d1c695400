package io.nowfeed.local.observe;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.EventDecoder;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Topics;
import io.nowfeed.events.Trigger;
import io.nowfeed.events.UserKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An ordinary Kafka consumer of every topic, from now on. */
public final class Observer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Observer.class);
  private static final long ACTIVE_MILLIS = Duration.ofMinutes(5).toMillis();
  private static final List<String> TOPICS =
      List.of(
          Topics.BEACONS,
          Topics.INTERACTIONS,
          Topics.ACTIVE_USERS,
          Topics.ENRICHED_INTERACTIONS,
          Topics.RECOMMENDATIONS,
          Topics.POPULARITY,
          Topics.LATE_EVENTS,
          Topics.DUPLICATES,
          Topics.DEAD_LETTERS);
  private static final JsonCodec<ActiveUser> ACTIVE_USERS = JsonCodec.of(ActiveUser.class);
  private static final JsonCodec<Leaderboard> BOARDS = JsonCodec.of(Leaderboard.class);
  private static final JsonCodec<Recommendations> LISTS = JsonCodec.of(Recommendations.class);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final boolean replay;
  private final Clock clock;
  private final Thread thread = new Thread(this::run, "observer");
  private final Map<String, LongAdder> records = new ConcurrentHashMap<>();
  private final Map<String, Long> lastBeacon = new ConcurrentHashMap<>();
  private final FreshnessMeter freshness = new FreshnessMeter();
  private final ShownLists shown = new ShownLists();
  private final CountDownLatch firstRecommendation = new CountDownLatch(1);
  private final ShortestBoard top = new ShortestBoard();
  private volatile Recommendations newest;

  private Observer(KafkaConsumer<byte[], byte[]> consumer, boolean replay, Clock clock) {
    this.consumer = consumer;
    this.replay = replay;
    this.clock = clock;
  }

  /**
   * Starts reading at the topics' ends.
   *
   * @param replay whether event time is long past, so that freshness counts from the broker
   */
  public static Observer start(String bootstrapServers, boolean replay, Clock clock) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "nowfeed-observer",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                100),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        TOPICS.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    Observer observer = new Observer(consumer, replay, clock);
    observer.thread.setDaemon(true);
    observer.thread.start();
    return observer;
  }

  /** Whether a recommendation has been read, waiting for it. */
  public boolean awaitRecommendation(Duration atMost) throws InterruptedException {
    return firstRecommendation.await(atMost.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
  }

  /** What was read so far; to be called once a second. */
  public Observation observe() {
    long since = clock.millis() - ACTIVE_MILLIS;
    lastBeacon.values().removeIf(seen -> seen < since);
    shown.forgetBefore(since);
    Map<String, Long> counts =
        records.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sum()));
    return new Observation(
        counts, lastBeacon.size(), freshness.tick(), shown.tick(), top.current(), newest);
  }

  private void run() {
    try {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          observe(record);
        }
      }
    } catch (WakeupException | InterruptException e) {
      LOG.debug("observer ends");
    } finally {
      consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
  }

  private void observe(ConsumerRecord<byte[], byte[]> record) {
    records.computeIfAbsent(record.topic(), any -> new LongAdder()).increment();
    if (record.value() == null) {
      tombstone(record.topic(), record.key());
      return;
    }
    try {
      switch (record.topic()) {
        case Topics.RECOMMENDATIONS -> observe(LISTS.decode(record.value()));
        case Topics.INTERACTIONS -> interaction(record.value());
        case Topics.ACTIVE_USERS -> observe(ACTIVE_USERS.decode(record.value()));
        case Topics.POPULARITY -> top.take(BOARDS.decode(record.value()));
        default -> {}
      }
    } catch (MalformedEventException e) {
      LOG.warn(
          "{} {}-{} is malformed: {}; its key is {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage(),
          text(record.key()));
    }
  }

  private void tombstone(String topic, byte[] key) {
    switch (topic) {
      case Topics.POPULARITY -> top.clear(text(key));
      case Topics.RECOMMENDATIONS -> shown.forget(text(key));
      default -> {}
    }
  }

  private void observe(Recommendations list) {
    shown.take(list, clock.millis());
    Trigger trigger = list.trigger();
    if (trigger.kind() == Trigger.Kind.BEACON) {
      freshness.record(clock.millis() - (replay ? trigger.ingestedAt() : trigger.ts()));
    }
    newest = list;
    firstRecommendation.countDown();
  }

  /** Of a replayed file nothing was ever shown; malformed ones are among the dead letters. */
  private void interaction(byte[] value) {
    if (replay) {
      return;
    }
    try {
      shown.take(EventDecoder.interaction(value), clock.millis());
    } catch (MalformedEventException e) {
      LOG.debug("an interaction is malformed: {}", e.getMessage());
    }
  }

  private static String text(byte[] key) {
    return key == null ? null : new String(key, StandardCharsets.UTF_8);
  }

  private void observe(ActiveUser beacon) {
    String key = UserKey.of(beacon.userId(), beacon.sessionId(), beacon.deviceId());
    lastBeacon.put(key, clock.millis());
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
