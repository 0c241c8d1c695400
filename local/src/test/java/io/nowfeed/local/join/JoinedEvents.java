package io.nowfeed.local.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Counts what the join wrote since a moment: by reason, and what is older than it may be. */
final class JoinedEvents implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final JsonCodec<ActiveUser> BEACONS = JsonCodec.of(ActiveUser.class);
  private static final JsonCodec<EnrichedInteraction> INTERACTIONS =
      JsonCodec.of(EnrichedInteraction.class);

  private final KafkaConsumer<String, byte[]> consumer;
  private final ToLongFunction<String> newestLsn;
  private final Set<Origin> origins = new HashSet<>();
  private long records;
  private long unmatched;
  private long stale;

  /** Counts what comes from now on. */
  JoinedEvents(String bootstrapServers, ToLongFunction<String> newestLsn) {
    this.newestLsn = newestLsn;
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        Stream.of(Topics.ACTIVE_USERS, Topics.ENRICHED_INTERACTIONS)
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** Takes in what has come; says how many have in all. */
  long poll() {
    ConsumerRecords<String, byte[]> come = consumer.poll(POLL);
    while (!come.isEmpty()) {
      come.forEach(this::count);
      come = consumer.poll(POLL);
    }
    return records;
  }

  private void count(ConsumerRecord<String, byte[]> record) {
    try {
      if (record.topic().equals(Topics.ACTIVE_USERS)) {
        ActiveUser beacon = BEACONS.decode(record.value());
        count(beacon.userId(), beacon.matchReason(), beacon.attributesLsn(), beacon.origin());
      } else {
        EnrichedInteraction event = INTERACTIONS.decode(record.value());
        count(event.userId(), event.matchReason(), event.attributesLsn(), event.origin());
      }
    } catch (io.nowfeed.events.MalformedEventException e) {
      throw new AssertionError(record + " breaks the contract", e);
    }
  }

  private void count(String userId, MatchReason reason, Long lsn, Origin origin) {
    records++;
    origins.add(origin);
    if (reason != MatchReason.MATCHED) {
      unmatched++;
    } else if (lsn < newestLsn.applyAsLong(userId)) {
      stale++;
    }
  }

  void assertComplete(long expected) {
    assertThat(records).as("events joined").isEqualTo(expected);
    assertThat(origins).as("each once").hasSize((int) expected);
    assertThat(unmatched).as("unmatched").isZero();
    assertThat(stale).as("stale").isZero();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
