package io.nowfeed.local.drill;

import io.nowfeed.events.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads recommendations as an edge network does: when lists came, and whether each is newer than
 * all before it of its user.
 */
public final class ListWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  private final Clock clock;
  private final Consumer<String, byte[]> consumer;
  private final Thread reader = new Thread(this::read, "list-watch");
  private final VersionOrder versions = new VersionOrder();
  private final TreeSet<Long> arrivals = new TreeSet<>();
  private long lists;
  private volatile boolean ending;
  private volatile boolean closed;
  private volatile KafkaException failure;

  private ListWatch(Consumer<String, byte[]> consumer, Clock clock) {
    this.consumer = consumer;
    this.clock = clock;
  }

  /** Reads from now on. */
  public static ListWatch start(String bootstrapServers, Clock clock) {
    Consumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                // A broker that died is looked for again at once.
                "reconnect.backoff.max.ms",
                200,
                "request.timeout.ms",
                10_000,
                "default.api.timeout.ms",
                20_000,
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.RECOMMENDATIONS).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    ListWatch watch = new ListWatch(consumer, clock);
    watch.reader.setDaemon(true);
    watch.reader.start();
    return watch;
  }

  private void read() {
    try (consumer) {
      while (!closed && !(ending && isAtEnd())) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          take(record);
        }
      }
    } catch (KafkaException e) {
      failure = e;
    }
  }

  private boolean isAtEnd() {
    return consumer.endOffsets(consumer.assignment()).entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private synchronized void take(ConsumerRecord<String, byte[]> record) {
    lists++;
    arrivals.add(clock.millis());
    versions.add(record);
  }

  /** How many lists came. */
  public synchronized long lists() {
    return lists;
  }

  /**
   * When lists flowed again: the end of the last silence since a time.
   *
   * @param since epoch milliseconds
   * @param silence what counts as one, milliseconds
   * @return epoch milliseconds; {@code since} when there was no silence; -1 while there is one
   */
  synchronized long flowsSince(long since, long silence) {
    long flows = since;
    long before = since;
    for (long arrival : arrivals.tailSet(since)) {
      if (arrival - before > silence) {
        flows = arrival;
      }
      before = arrival;
    }
    return clock.millis() - before > silence ? -1 : flows;
  }

  /** Forgets when lists came before a time, epoch milliseconds. */
  synchronized void forgetBefore(long time) {
    arrivals.headSet(time).clear();
  }

  /** What is wrong with the lists' versions, in the order of the topic. */
  public synchronized List<String> broken() {
    return versions.broken();
  }

  /**
   * Reads to the end of the topic, and no further.
   *
   * @throws IOException when reading failed: then nothing is known of what was not read
   */
  public void finish() throws IOException, InterruptedException {
    ending = true;
    reader.join();
    if (failure != null) {
      throw new IOException("recommendations cannot be read: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    reader.join();
  }
}
