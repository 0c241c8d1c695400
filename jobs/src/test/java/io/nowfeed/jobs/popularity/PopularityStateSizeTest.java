package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Measure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a (segment, content) pair costs in state, in the windows of the default sizes: the figures
 * of docs/popularity.md. Ids have eight characters; each more is a byte more an entry.
 */
class PopularityStateSizeTest {
  private static final int PAIRS = 1_000;
  private static final int MINUTE = 60_000;
  private static final int LATENESS = MINUTE;
  private static final int MAX_AHEAD = MINUTE;
  private static final double MAX_BYTES_AN_ENTRY = 16;

  /** Boards that can be corrected, and progress: once a segment, however many pairs it has. */
  private static final int MAX_BYTES_A_SEGMENT = 40_000;

  static Stream<Arguments> windowsAndBackends() {
    return Stream.of(
            PopularityFixtures.windows(MINUTE, 5_000, LATENESS),
            PopularityFixtures.windows(30 * MINUTE, MINUTE, LATENESS),
            PopularityFixtures.windows(24 * 60 * MINUTE, 15 * MINUTE, LATENESS))
        .flatMap(
            windows ->
                Stream.of(
                    Arguments.of(windows, new HashMapStateBackend()),
                    Arguments.of(windows, new EmbeddedRocksDBStateBackend())));
  }

  @ParameterizedTest
  @MethodSource("windowsAndBackends")
  void aPairCostsSoManyBytesInEachPaneItIsActiveIn(Windows windows, StateBackend backend)
      throws Exception {
    byte[] tally = tally();
    // Two sizes, because boards compare; the lateness; and the pane that just closed.
    int panes =
        Math.toIntExact((2 * windows.size() + LATENESS + windows.slide()) / windows.slide());
    try (var keeper = keeper(windows, backend)) {
      slide(keeper, windows, 0, tally);
      double inOnePane = (double) snapshot(keeper) / PAIRS;
      for (int pane = 1; pane < panes + 5; pane++) {
        slide(keeper, windows, pane, tally);
      }
      double inEveryPane = (double) snapshot(keeper) / PAIRS;
      System.out.printf(
          "%s %s: bytes a pair in a snapshot: active in one pane %.1f, in every pane %.0f%n",
          windows.label(), backend.getClass().getSimpleName(), inOnePane, inEveryPane);
      double segment = (double) MAX_BYTES_A_SEGMENT / PAIRS;
      assertThat(inOnePane).isBetween(5.0, MAX_BYTES_AN_ENTRY + segment);
      assertThat(inEveryPane).isBetween(5.0 * panes, MAX_BYTES_AN_ENTRY * panes + segment);
    }
  }

  private static void slide(
      KeyedOneInputStreamOperatorTestHarness<String, PaneTally, Leaderboard> keeper,
      Windows windows,
      int pane,
      byte[] tally)
      throws Exception {
    long start = Fixtures.NOON + pane * windows.slide();
    keeper.processElement(new PaneTally("global", start, tally), start);
    keeper.processWatermark(end(windows, pane));
    keeper.getOutput().clear();
  }

  private static long end(Windows windows, int pane) {
    return Fixtures.NOON + (pane + 1) * windows.slide() - 1;
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, PaneTally, Leaderboard> keeper(
      Windows windows, StateBackend backend) throws Exception {
    Ranking ranking =
        new Ranking(
            PopularityFixtures.ranked(
                Map.of(Action.CLICK, 1.0), 50, Measure.LIKES, Measure.SHARES));
    var keeper =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new BoardKeeper(List.of(windows), ranking, MAX_AHEAD)),
            PaneTally::segment,
            Types.STRING);
    keeper.setStateBackend(backend);
    keeper.setCheckpointStorage(new JobManagerCheckpointStorage(Integer.MAX_VALUE));
    keeper.open();
    return keeper;
  }

  /** What people do with what they are shown: most of it is no purchase. */
  private static byte[] tally() {
    Map<String, long[]> counts = new HashMap<>();
    for (int item = 0; item < PAIRS; item++) {
      long[] of = new long[Counts.SIZE];
      of[Counts.IMPRESSIONS] = 6L + item % 7;
      of[Counts.CLICKS] = 1L + item % 3;
      of[Counts.WATCHES] = item % 2;
      of[Counts.WATCH_TIME_MS] = item % 2 * 12_000L;
      of[Counts.LIKES] = item % 11 == 0 ? 1 : 0;
      counts.put("c-%06d".formatted(item), of);
    }
    return PopularityFixtures.tally(counts);
  }

  private static long snapshot(KeyedOneInputStreamOperatorTestHarness<?, ?, ?> keeper)
      throws Exception {
    return keeper.snapshot(1, 1).getStateSize();
  }
}
