package io.nowfeed.local.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.Action;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Topics;
import io.nowfeed.events.Trigger;
import io.nowfeed.local.kafka.TestBroker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What the personalization job would write: interactions of the last second before midnight and of
 * the first after it, and lists made then, with tombstones between. Remembers what it sent.
 */
final class ArchiveInput {
  static final long MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
  private static final int PARTITIONS = 4;
  private static final int BATCH = 100;
  private static final JsonCodec<EnrichedInteraction> INTERACTIONS =
      JsonCodec.of(EnrichedInteraction.class);
  private static final JsonCodec<Recommendations> LISTS = JsonCodec.of(Recommendations.class);

  private final TestBroker broker;
  private final Set<String> interactions = new TreeSet<>();
  private final Set<String> lists = new TreeSet<>();
  private int next;

  ArchiveInput(TestBroker broker) {
    this.broker = broker;
  }

  /** What the interactions sent are called: their origins. */
  Set<String> interactions() {
    return interactions;
  }

  /** What the lists sent are called: user and version. */
  Set<String> lists() {
    return lists;
  }

  /** Sends some hundred of each, and tells which of the interactions came in the middle. */
  Origin send() throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    Origin middle = null;
    for (int i = 0; i < BATCH; i++) {
      EnrichedInteraction interaction = interaction(next++);
      Recommendations list = list(next);
      records.add(interaction(interaction));
      records.add(list(list));
      interactions.add(FilesOf.name(interaction.origin()));
      lists.add(list.userId() + " " + list.version());
      if (i % 10 == 0) {
        records.add(record(Topics.RECOMMENDATIONS, "erased-" + next, null));
      }
      if (i == BATCH / 2) {
        middle = interaction.origin();
      }
    }
    broker.sendAll(records);
    return middle;
  }

  /** Writes one of each in a transaction that never was. */
  void sendAborted() {
    try (Producer<byte[], byte[]> producer = broker.transactional("aborts")) {
      producer.beginTransaction();
      var unused = producer.send(interaction(interaction(1_000_000)));
      var unusedToo = producer.send(list(list(1_000_000)));
      producer.flush();
      producer.abortTransaction();
    }
  }

  static EnrichedInteraction interaction(int number) {
    long ts = number % 2 == 0 ? MIDNIGHT - 1 - number % 1000 : MIDNIGHT + number % 1000;
    return new EnrichedInteraction(
        "i-" + number,
        "u-" + number % 7,
        null,
        "s-1",
        "c-" + number % 11,
        Action.CLICK,
        ts,
        null,
        Fixtures.user("GB", "en", "sport"),
        null,
        MatchReason.MATCHED,
        1L,
        ts,
        new Origin(Topics.INTERACTIONS, number % PARTITIONS, number / PARTITIONS),
        ts + 1,
        ts + 2);
  }

  static Recommendations list(int number) {
    long at = number % 2 == 0 ? MIDNIGHT - 1 - number % 1000 : MIDNIGHT + number % 1000;
    Origin origin = new Origin(Topics.BEACONS, number % PARTITIONS, number / PARTITIONS);
    return new Recommendations(
        "u-" + number % 7,
        null,
        "s-1",
        number,
        at,
        at + 600_000,
        new Trigger(Trigger.Kind.BEACON, "b-" + number, at - 9, at - 5, origin),
        "ladder",
        "full",
        Fixtures.recommendations().items(),
        "0.1.0");
  }

  private static ProducerRecord<byte[], byte[]> interaction(EnrichedInteraction interaction) {
    return record(
        Topics.ENRICHED_INTERACTIONS, interaction.userId(), INTERACTIONS.encode(interaction));
  }

  private static ProducerRecord<byte[], byte[]> list(Recommendations list) {
    return record(Topics.RECOMMENDATIONS, list.userId(), LISTS.encode(list));
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String key, byte[] value) {
    return new ProducerRecord<>(topic, key.getBytes(UTF_8), value);
  }
}
