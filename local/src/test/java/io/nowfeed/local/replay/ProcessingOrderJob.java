package io.nowfeed.local.replay;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.cdc.UserChangeDecoder;
import io.nowfeed.events.EventDecoder;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The least a job does: joins interactions with what it knows of the users at that moment, as of
 * the event's time, and commits how far it processed now and then. Unkind on purpose: in turns it
 * processes only events, or only users and content, and lets the others lie; so whoever does not
 * wait for it is found out.
 */
final class ProcessingOrderJob implements AutoCloseable {
  private static final long TURN_POLLS = 5;

  private final Consumer<String, byte[]> consumer;
  private final Thread thread = new Thread(this::run, "processing-order-job");
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Queue<ConsumerRecord<String, byte[]>> events = new ArrayDeque<>();
  private final Queue<ConsumerRecord<String, byte[]>> tables = new ArrayDeque<>();
  private final Map<TopicPartition, OffsetAndMetadata> processed = new HashMap<>();
  private final Map<String, List<UserChange>> versions = new HashMap<>();
  private final Set<String> contentIds = new HashSet<>();
  private final Set<String> eventIds = new HashSet<>();
  private final SortedMap<String, Long> joined = Collections.synchronizedSortedMap(new TreeMap<>());
  private final AtomicLong repeated = new AtomicLong();
  private final AtomicLong withoutContent = new AtomicLong();
  private volatile Exception failure;

  ProcessingOrderJob(String bootstrapServers, String group) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                group,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    thread.start();
  }

  /** Interactions by the country they were joined with; anonymous ones under {@code -}. */
  SortedMap<String, Long> joined() {
    return new TreeMap<>(joined);
  }

  /** Interactions whose event id came before. */
  long repeated() {
    return repeated.get();
  }

  /** Interactions whose item was not there yet. */
  long withoutContent() {
    return withoutContent.get();
  }

  /** What ended it, or null. */
  Exception failure() {
    return failure;
  }

  @Override
  public void close() throws InterruptedException {
    stopped.set(true);
    thread.join();
  }

  private void run() {
    try (consumer) {
      consumer.subscribe(
          List.of(Topics.INTERACTIONS, Topics.BEACONS, Topics.USERS, Topics.CONTENT));
      for (long poll = 0; !stopped.get(); poll++) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(20))) {
          (isEvent(record) ? events : tables).add(record);
        }
        processAll(poll / TURN_POLLS % 2 == 0 ? events : tables);
        if (poll % TURN_POLLS == 0) {
          consumer.commitSync(processed);
        }
      }
    } catch (MalformedEventException | RuntimeException e) {
      failure = e;
    }
  }

  private static boolean isEvent(ConsumerRecord<String, byte[]> record) {
    return record.topic().equals(Topics.INTERACTIONS) || record.topic().equals(Topics.BEACONS);
  }

  private void processAll(Queue<ConsumerRecord<String, byte[]>> waiting)
      throws MalformedEventException {
    for (var record = waiting.poll(); record != null; record = waiting.poll()) {
      process(record);
      processed.put(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetAndMetadata(record.offset() + 1));
    }
  }

  private void process(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
    switch (record.topic()) {
      case Topics.USERS -> user(UserChangeDecoder.decode(record.key(), record.value()));
      case Topics.CONTENT -> contentIds.add(record.key());
      case Topics.INTERACTIONS -> join(EventDecoder.interaction(record.value()));
      default -> EventDecoder.beacon(record.value());
    }
  }

  private void user(UserChange change) {
    if (!change.isDelete()) {
      versions.computeIfAbsent(change.userId(), any -> new ArrayList<>()).add(change);
    }
  }

  private void join(Interaction event) {
    if (!eventIds.add(event.eventId())) {
      repeated.incrementAndGet();
    }
    if (!contentIds.contains(event.contentId())) {
      withoutContent.incrementAndGet();
    }
    joined.merge(event.userId() == null ? "-" : country(event), 1L, Long::sum);
  }

  private String country(Interaction event) {
    List<UserChange> known = versions.get(event.userId());
    if (known == null) {
      return "no such user";
    }
    UserChange match = known.get(0);
    for (UserChange version : known) {
      match = version.asOf() <= event.ts() ? version : match;
    }
    return match.attributes().country();
  }
}
