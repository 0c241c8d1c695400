package io.nowfeed.local.popularity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.Topics;
import io.nowfeed.local.batch.BoardEnd;
import io.nowfeed.local.batch.TopicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Follows what the job writes, as far as it is committed, and keeps it in {@link TopicFiles}. */
final class TopicTail implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final String CLOCK = "global|1m";

  private final Consumer<String, byte[]> consumer;
  private final TopicFiles files;
  private final long lastEnd;
  private final Set<String> shown = new HashSet<>();
  private boolean probed;
  private long accounted;
  private long passed;

  /**
   * @param folder where the files are
   * @param lastEnd boards of later windows are none to wait for, epoch milliseconds
   */
  TopicTail(String bootstrapServers, Path folder, long lastEnd) throws IOException {
    this.files = new TopicFiles(folder);
    this.lastEnd = lastEnd;
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        Stream.of(
                Topics.ENRICHED_INTERACTIONS,
                Topics.DUPLICATES,
                Topics.LATE_EVENTS,
                Topics.POPULARITY)
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Takes in what has come. */
  void poll() throws IOException {
    ConsumerRecords<String, byte[]> come = consumer.poll(POLL);
    while (!come.isEmpty()) {
      for (ConsumerRecord<String, byte[]> record : come) {
        take(record);
      }
      come = consumer.poll(Duration.ZERO);
    }
  }

  /** Whether a probe met its content item. */
  boolean probed() {
    return probed;
  }

  /** Events that were joined, or told to be repetitions. */
  long accounted() {
    return accounted;
  }

  /** Event time has passed this, as the shortest windows show, epoch milliseconds. */
  long passed() {
    return passed;
  }

  /** Keys whose last record is a board. */
  Set<String> shown() {
    return shown;
  }

  private void take(ConsumerRecord<String, byte[]> record) throws IOException {
    switch (record.topic()) {
      case Topics.ENRICHED_INTERACTIONS -> {
        accounted++;
        probed = probed || isProbe(record.value());
        files.enriched(record.value());
      }
      case Topics.DUPLICATES -> accounted++;
      case Topics.LATE_EVENTS -> files.late(record.value());
      default -> board(record);
    }
  }

  private boolean isProbe(byte[] enriched) {
    String text = new String(enriched, UTF_8);
    return text.contains("\"content_id\":\"" + BoardRun.PROBE + "\"")
        && text.contains("\"content\":{");
  }

  private void board(ConsumerRecord<String, byte[]> record) throws IOException {
    long end = BoardEnd.of(record.headers(), record.value());
    files.popularity(record.offset(), record.key(), end, record.value());
    if (record.key().equals(CLOCK)) {
      passed = Math.max(passed, end);
    }
    if (record.value() == null || end > lastEnd) {
      shown.remove(record.key());
    } else {
      shown.add(record.key());
    }
  }

  @Override
  public void close() throws IOException {
    consumer.close();
    files.close();
  }
}
