package io.nowfeed.bench.flow;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Reads a {@link Feed} from memory. Subtask i of n takes every n-th element from the i-th on, so
 * event time goes on evenly. Watermarks follow event time, one a second of it, and not the clock,
 * so that every run has the same ones.
 *
 * <p>It never ends: the end of input would close the windows of a day at once, which no stream of a
 * phone's events ever does.
 */
public final class FeedSource<T> implements Source<T, NoSplit, Void> {
  private static final long serialVersionUID = 1L;
  private static final long WATERMARK_EVERY_MILLIS = 1000;

  /** What is under way when elements begin to have their time comes to its end. */
  private static final long PAUSE_NANOS = 5_000_000_000L;

  private final Feed<T> feed;
  private final String race;

  /**
   * @param race at the start of which it begins
   */
  public FeedSource(Feed<T> feed, String race) {
    this.feed = feed;
    this.race = race;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<T, NoSplit> createReader(SourceReaderContext context) {
    return new Reader<>(
        feed, Race.of(race), context.getIndexOfSubtask(), context.currentParallelism());
  }

  @Override
  public SplitEnumerator<NoSplit, Void> createEnumerator(SplitEnumeratorContext<NoSplit> context) {
    return new NoSplit.Enumerator();
  }

  @Override
  public SplitEnumerator<NoSplit, Void> restoreEnumerator(
      SplitEnumeratorContext<NoSplit> context, Void checkpoint) {
    throw new UnsupportedOperationException("a measurement does not go on after a failure");
  }

  @Override
  public SimpleVersionedSerializer<NoSplit> getSplitSerializer() {
    return new NoSplit.Nothing<>();
  }

  @Override
  public SimpleVersionedSerializer<Void> getEnumeratorCheckpointSerializer() {
    return new NoSplit.Nothing<>();
  }

  private static final class Reader<T> implements SourceReader<T, NoSplit> {
    private final Feed<T> feed;
    private final Race race;
    private final int step;
    private final CompletableFuture<Void> never = new CompletableFuture<>();
    private long number;
    private long nextWatermark = Long.MIN_VALUE;
    private long timesFrom;
    private boolean done;

    private Reader(Feed<T> feed, Race race, int subtask, int subtasks) {
      this.feed = feed;
      this.race = race;
      this.number = subtask;
      this.step = subtasks;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) {
      if (!race.started().isDone() || done) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      if (number >= feed.size()) {
        done = true;
        output.emitWatermark(new Watermark(feed.end()));
        return InputStatus.NOTHING_AVAILABLE;
      }
      if (isEarly()) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      long ts = feed.ts(number);
      if (ts >= nextWatermark) {
        output.emitWatermark(new Watermark(ts - 1));
        nextWatermark = ts - Math.floorMod(ts, WATERMARK_EVERY_MILLIS) + WATERMARK_EVERY_MILLIS;
      }
      output.collect(feed.element(number), ts);
      number += step;
      return InputStatus.MORE_AVAILABLE;
    }

    private boolean isEarly() {
      long due = feed.due(number);
      if (due >= 0 && timesFrom == 0) {
        timesFrom = System.nanoTime() + PAUSE_NANOS;
      }
      return due >= 0 && System.nanoTime() - timesFrom < due;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      if (done) {
        return never;
      }
      return race.started().isDone()
          ? new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.MILLISECONDS)
          : race.started();
    }

    @Override
    public void start() {}

    @Override
    public List<NoSplit> snapshotState(long checkpointId) {
      return List.of();
    }

    @Override
    public void addSplits(List<NoSplit> splits) {}

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
  }
}
