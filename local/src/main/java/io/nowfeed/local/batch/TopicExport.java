package io.nowfeed.local.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.KafkaAccess;
import io.nowfeed.local.kafka.OffsetRange;
import io.nowfeed.local.kafka.PartitionOffsets;
import io.nowfeed.local.kafka.PartitionScan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Copies what is committed on the topics of popularity to files, once. */
public final class TopicExport {
  private static final List<String> TOPICS =
      List.of(Topics.ENRICHED_INTERACTIONS, Topics.LATE_EVENTS, Topics.POPULARITY);

  /** The board that moves as long as anything is counted. */
  private static final String CLOCK = "global|1m";

  private static final JsonCodec<EnrichedInteraction> INTERACTIONS =
      JsonCodec.of(EnrichedInteraction.class);

  private final TopicFiles files;
  private long lastEnd;
  private long newest;

  private TopicExport(TopicFiles files) {
    this.files = files;
  }

  /**
   * Copies.
   *
   * @param folder where the files are made
   * @throws IOException when the topic of leaderboards no longer holds all that were published
   */
  public static TopicExport write(KafkaAccess kafka, Path folder) throws IOException {
    try (TopicFiles files = new TopicFiles(folder);
        Admin admin = kafka.admin()) {
      PartitionOffsets offsets = new PartitionOffsets(admin);
      Map<TopicPartition, OffsetRange> ranges = offsets.readable(offsets.partitions(TOPICS));
      requireWhole(ranges);
      TopicExport export = new TopicExport(files);
      new PartitionScan(kafka).records(ranges, export::take);
      return export;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Every board is compared, so none may have been compacted away. */
  private static void requireWhole(Map<TopicPartition, OffsetRange> ranges) throws IOException {
    for (Map.Entry<TopicPartition, OffsetRange> range : ranges.entrySet()) {
      if (range.getValue().begin() > 0) {
        throw new IOException(
            range.getKey()
                + " begins at offset "
                + range.getValue().begin()
                + ", so not all that"
                + " was published can be compared: use a new data directory");
      }
    }
  }

  /** The end of the newest window of a minute, epoch milliseconds; 0 when there is none. */
  public long lastEnd() {
    return lastEnd;
  }

  /** The time of the newest interaction, epoch milliseconds; 0 when there is none. */
  public long newest() {
    return newest;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      switch (record.topic()) {
        case Topics.ENRICHED_INTERACTIONS -> enriched(record.value());
        case Topics.LATE_EVENTS -> files.late(record.value());
        default -> board(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void enriched(byte[] interaction) throws IOException {
    try {
      newest = Math.max(newest, INTERACTIONS.decode(interaction).ts());
    } catch (MalformedEventException e) {
      throw new IOException("not an enriched interaction: " + e.getMessage(), e);
    }
    files.enriched(interaction);
  }

  private void board(ConsumerRecord<byte[], byte[]> record) throws IOException {
    String key = new String(record.key(), UTF_8);
    long end = BoardEnd.of(record.headers(), record.value());
    files.popularity(record.offset(), key, end, record.value());
    if (key.equals(CLOCK)) {
      lastEnd = Math.max(lastEnd, end);
    }
  }
}
