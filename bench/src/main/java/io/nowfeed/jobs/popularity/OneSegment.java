package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.jobs.config.WindowSize;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The leaderboards of one segment in the windows of one size. */
public final class OneSegment implements AutoCloseable {
  private static final String SEGMENT = "global";

  private final KeyedOneInputStreamOperatorTestHarness<String, PaneTally, Leaderboard> harness;

  /**
   * @param options those of the job, but for the windows
   * @param backend where state is kept
   */
  public OneSegment(WindowSize window, PopularityOptions options, StateBackend backend)
      throws Exception {
    List<Windows> windows = Windows.of(List.of(window), options.allowedLateness());
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new BoardKeeper(
                    windows, new Ranking(options.ranked()), options.maxAhead().toMillis())),
            PaneTally::segment,
            Types.STRING);
    harness.setStateBackend(backend);
    harness.setCheckpointStorage(new JobManagerCheckpointStorage(Integer.MAX_VALUE));
    harness.open();
  }

  /**
   * A pane's counts, as a combiner hands them on: what people do with what they are shown.
   *
   * @param items how many
   * @param contentId of each, ascending
   */
  public static byte[] tally(int items, IntFunction<String> contentId) {
    TallyWriter writer = new TallyWriter(items);
    for (int item = 0; item < items; item++) {
      byte[] id = contentId.apply(item).getBytes(StandardCharsets.UTF_8);
      writer.write(id, 0, id.length, countsOf(item));
    }
    return writer.toBytes();
  }

  private static long[] countsOf(int item) {
    long[] counts = new long[Counts.SIZE];
    counts[Counts.IMPRESSIONS] = 6L + item % 7;
    counts[Counts.CLICKS] = 1L + item % 3;
    counts[Counts.WATCHES] = item % 2;
    counts[Counts.WATCH_TIME_MS] = item % 2 * 12_000L;
    counts[Counts.LIKES] = item % 11 == 0 ? 1 : 0;
    counts[Counts.SHARES] = item % 23 == 0 ? 1 : 0;
    return counts;
  }

  /** Takes a pane's counts. */
  public void add(long pane, byte[] tally) throws Exception {
    harness.processElement(new PaneTally(SEGMENT, pane, tally), pane);
  }

  /** Lets event time go on. */
  public void watermark(long time) throws Exception {
    harness.processWatermark(time);
    harness.getOutput().clear();
  }

  /** Bytes of a snapshot of everything. */
  public long snapshotBytes() throws Exception {
    return harness.snapshot(1, 1).getStateSize();
  }

  /** How many entries there are in state. */
  public int stateEntries() {
    return harness.numKeyedStateEntries();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
