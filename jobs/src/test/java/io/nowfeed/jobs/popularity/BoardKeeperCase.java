package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Action;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The keeper of leaderboards: windows of 20 s that slide by 5 s, corrected for 15 s, over clicks of
 * weight 1. Boards read as {@code segment@end: item clicks, …}, the end in seconds from noon.
 */
abstract class BoardKeeperCase {
  static final long NOON = Fixtures.NOON;

  static final long MAX_AHEAD = 10_000;

  static final Windows WINDOWS = PopularityFixtures.windows(20_000, 5_000, 15_000);

  KeyedOneInputStreamOperatorTestHarness<String, PaneTally, Leaderboard> keeper;

  @BeforeEach
  void start() throws Exception {
    startFrom(null, WINDOWS);
  }

  @AfterEach
  void stop() throws Exception {
    keeper.close();
  }

  void restart() throws Exception {
    restart(WINDOWS);
  }

  void restart(Windows... windows) throws Exception {
    OperatorSubtaskState state = keeper.snapshot(1, NOON);
    keeper.close();
    startFrom(state, windows);
  }

  void startFrom(OperatorSubtaskState state, Windows... windows) throws Exception {
    Ranking ranking = new Ranking(PopularityFixtures.ranked(Map.of(Action.CLICK, 1.0), 3));
    keeper =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new BoardKeeper(List.of(windows), ranking, MAX_AHEAD)),
            PaneTally::segment,
            Types.STRING);
    keeper.setup();
    if (state != null) {
      keeper.initializeState(state);
    }
    keeper.open();
  }

  void clicks(String segment, String contentId, long paneSeconds, long clicks) throws Exception {
    count(segment, contentId, paneSeconds, Counts.CLICKS, clicks);
  }

  void count(String segment, String contentId, long paneSeconds, int place, long times)
      throws Exception {
    long pane = NOON + paneSeconds * 1000;
    long[] counts = new long[Counts.SIZE];
    counts[place] = times;
    keeper.processElement(
        new PaneTally(segment, pane, PopularityFixtures.tally(Map.of(contentId, counts))), pane);
  }

  void watermark(double secondsFromNoon) throws Exception {
    keeper.processWatermark(NOON + Math.round(secondsFromNoon * 1000));
  }

  List<String> boards() {
    return keeper.extractOutputValues().stream().map(BoardKeeperCase::inWords).toList();
  }

  List<String> boards(String window) {
    return keeper.extractOutputValues().stream()
        .filter(board -> board.window().equals(window))
        .map(BoardKeeperCase::inWords)
        .toList();
  }

  List<String> ranks() {
    return keeper.extractOutputValues().stream()
        .map(
            board ->
                board.items().stream()
                    .map(
                        item ->
                            item.rank()
                                + "<"
                                + Objects.toString(item.previousRank(), "")
                                + " "
                                + item.contentId())
                    .collect(Collectors.joining(", ")))
        .toList();
  }

  static String inWords(Leaderboard board) {
    return board.segment()
        + "@"
        + (board.windowEnd() - NOON) / 1000
        + ": "
        + board.items().stream()
            .map(item -> item.contentId() + " " + item.counts().clicks())
            .collect(Collectors.joining(", "));
  }
}
