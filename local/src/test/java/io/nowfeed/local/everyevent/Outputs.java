package io.nowfeed.local.everyevent;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.Duplicate;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.LateEvent;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads all that the job has committed, and keeps it by the input it comes of. */
final class Outputs implements AutoCloseable {
  /** The topics on which every record is compared. */
  static final List<String> COMPARED =
      List.of(
          Topics.ACTIVE_USERS,
          Topics.ENRICHED_INTERACTIONS,
          Topics.DUPLICATES,
          Topics.LATE_EVENTS,
          Topics.DEAD_LETTERS);

  private static final Duration POLL = Duration.ofMillis(20);
  private static final JsonCodec<ActiveUser> ACTIVE_USERS = JsonCodec.of(ActiveUser.class);
  private static final JsonCodec<EnrichedInteraction> ENRICHED =
      JsonCodec.of(EnrichedInteraction.class);
  private static final JsonCodec<Duplicate> DUPLICATES = JsonCodec.of(Duplicate.class);
  private static final JsonCodec<LateEvent> LATE_EVENTS = JsonCodec.of(LateEvent.class);
  private static final JsonCodec<DeadLetter> DEAD_LETTERS = JsonCodec.of(DeadLetter.class);
  private static final JsonCodec<Leaderboard> BOARDS = JsonCodec.of(Leaderboard.class);

  private final Consumer<String, byte[]> consumer;
  private final Map<String, Map<Origin, List<String>>> outcomes = new HashMap<>();
  private final Set<Origin> accounted = new HashSet<>();
  private final Map<String, Long> lastOffsets = new HashMap<>();
  private final List<String> disorder = new ArrayList<>();
  private final Map<String, List<Boolean>> erasures = new HashMap<>();
  private final Probes probes = new Probes();
  private long latestWindowEnd;

  Outputs(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<String> topics = new ArrayList<>(COMPARED);
    topics.add(Topics.RECOMMENDATIONS);
    topics.add(Topics.POPULARITY);
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Takes in what was committed meanwhile. */
  void poll() {
    try {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        take(record);
      }
    } catch (MalformedEventException e) {
      throw new AssertionError("a record of the job breaks the contract", e);
    }
  }

  /** By input, all that came of it on a topic. */
  Map<Origin, List<String>> on(String topic) {
    return outcomes.getOrDefault(topic, Map.of());
  }

  /** The inputs of which something came: each must, once. */
  Set<Origin> accounted() {
    return accounted;
  }

  /** Where the order of a user's events is not that of their partition. */
  List<String> disorder() {
    return disorder;
  }

  /** How often a list was erased. */
  long erasures(String key) {
    return erasures.getOrDefault(key, List.of()).stream().filter(erased -> erased).count();
  }

  /** Whether the newest list under a key is none. */
  boolean isErased(String key) {
    List<Boolean> lists = erasures.getOrDefault(key, List.of());
    return lists.isEmpty() || lists.get(lists.size() - 1);
  }

  Set<String> listKeys() {
    return erasures.keySet();
  }

  Probes probes() {
    return probes;
  }

  /** Event time has passed this, epoch milliseconds. */
  long latestWindowEnd() {
    return latestWindowEnd;
  }

  private void take(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
    byte[] value = record.value();
    switch (record.topic()) {
      case Topics.ACTIVE_USERS -> take(record, ACTIVE_USERS.decode(value));
      case Topics.ENRICHED_INTERACTIONS -> take(record, ENRICHED.decode(value));
      case Topics.DUPLICATES -> {
        Duplicate duplicate = DUPLICATES.decode(value);
        keep(record, duplicate.origin(), Outcome.of(duplicate));
      }
      case Topics.LATE_EVENTS -> {
        LateEvent late = LATE_EVENTS.decode(value);
        keep(record, late.interaction().origin(), Outcome.of(late));
      }
      case Topics.DEAD_LETTERS -> {
        DeadLetter letter = DEAD_LETTERS.decode(value);
        Origin origin = new Origin(letter.topic(), letter.partition(), letter.offset());
        keep(record, origin, Outcome.of(letter));
      }
      case Topics.RECOMMENDATIONS ->
          erasures.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(value == null);
      default -> {
        if (value != null) {
          latestWindowEnd = Math.max(latestWindowEnd, BOARDS.decode(value).windowEnd());
        }
      }
    }
  }

  private void take(ConsumerRecord<String, byte[]> record, ActiveUser user) {
    checkOrder(record, user.origin());
    if (user.origin().topic().equals(Setting.PROBE_BEACONS)) {
      probes.take(user);
    } else {
      keep(record, user.origin(), Outcome.of(user));
    }
  }

  private void take(ConsumerRecord<String, byte[]> record, EnrichedInteraction interaction) {
    checkOrder(record, interaction.origin());
    if (interaction.origin().topic().equals(Setting.PROBE_INTERACTIONS)) {
      probes.take(interaction);
    } else {
      keep(record, interaction.origin(), Outcome.of(interaction));
    }
  }

  private void keep(ConsumerRecord<String, byte[]> record, Origin origin, String outcome) {
    outcomes
        .computeIfAbsent(record.topic(), topic -> new HashMap<>())
        .computeIfAbsent(origin, any -> new ArrayList<>())
        .add(outcome);
    if (!record.topic().equals(Topics.LATE_EVENTS)) {
      accounted.add(origin);
    }
  }

  private void checkOrder(ConsumerRecord<String, byte[]> record, Origin origin) {
    String order =
        "%s of %s from %s-%d"
            .formatted(record.topic(), record.key(), origin.topic(), origin.partition());
    Long before = lastOffsets.put(order, origin.offset());
    if (before != null && before >= origin.offset()) {
      disorder.add("%s: %d comes behind %d".formatted(order, origin.offset(), before));
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
