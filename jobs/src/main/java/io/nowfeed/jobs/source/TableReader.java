package io.nowfeed.jobs.source;

import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.LoadedPartition;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;

/**
 * Kafka's reader, which learns of every partition it gets where it ends at that moment. What is
 * already read to there, after a restart or because it is empty, is said to be loaded at once;
 * behind the last record of the others {@link TableSchema} says it.
 */
final class TableReader<T> implements SourceReader<Inbound<T>, KafkaPartitionSplit> {
  private final SourceReader<Inbound<T>, KafkaPartitionSplit> kafka;
  private final TableSchema<T> schema;
  private final TableEnds ends;
  private final Queue<LoadedSplit> loaded = new ArrayDeque<>();
  private final CompletableFuture<Void> firstSplits = new CompletableFuture<>();

  private record LoadedSplit(String id, LoadedPartition partition) {}

  TableReader(
      SourceReader<Inbound<T>, KafkaPartitionSplit> kafka, TableSchema<T> schema, TableEnds ends) {
    this.kafka = kafka;
    this.schema = schema;
    this.ends = ends;
  }

  @Override
  public void addSplits(List<KafkaPartitionSplit> splits) {
    TableEnds.Ends now = ends.of(splits);
    for (KafkaPartitionSplit split : splits) {
      OptionalLong last = now.lastRecords().get(split.getTopicPartition());
      LoadedPartition partition = new LoadedPartition(split.getPartition(), now.partitions());
      if (last.isPresent()) {
        schema.await(split.getTopicPartition(), last.getAsLong(), partition);
      } else {
        loaded.add(new LoadedSplit(split.splitId(), partition));
      }
    }
    kafka.addSplits(splits);
    firstSplits.complete(null);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Inbound<T>> output) throws Exception {
    for (LoadedSplit split = loaded.poll(); split != null; split = loaded.poll()) {
      output.createOutputForSplit(split.id).collect(schema.say(split.partition));
    }
    return kafka.pollNext(output);
  }

  /** Empty partitions are loaded as soon as they are there, though nothing comes of them. */
  @Override
  public CompletableFuture<Void> isAvailable() {
    if (!loaded.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> available = kafka.isAvailable();
    return firstSplits.isDone()
        ? available
        : CompletableFuture.anyOf(available, firstSplits).thenAccept(any -> {});
  }

  @Override
  public void start() {
    kafka.start();
  }

  @Override
  public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
    return kafka.snapshotState(checkpointId);
  }

  @Override
  public void notifyNoMoreSplits() {
    kafka.notifyNoMoreSplits();
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    kafka.handleSourceEvents(event);
  }

  @Override
  public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
    kafka.pauseOrResumeSplits(pause, resume);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    kafka.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    kafka.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void close() throws Exception {
    kafka.close();
  }
}
