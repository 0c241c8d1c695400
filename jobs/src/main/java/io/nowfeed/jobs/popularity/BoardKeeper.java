package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Leaderboard;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps a segment's panes and publishes its leaderboards at the end of each slide, when they differ
 * from the last ones; an empty board clears it. The windows of a size are made of panes of their
 * own: what was counted in the panes of the size before is added to them as these close.
 *
 * <p>What comes late corrects the windows that are over: with the next slide of the shortest
 * window, and before the current board, so that the last board is always that of the newest window.
 * Should event time stand still, processing time ends the wait.
 */
final class BoardKeeper extends KeyedProcessFunction<String, PaneTally, Leaderboard>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private final List<Windows> windows;
  private final Ranking ranking;
  private final long maxAhead;
  private transient boolean restored;
  private transient long againUntil;
  private transient List<WindowBoards> sizes;

  /**
   * @param maxAhead how far event time may be ahead of the clock, milliseconds
   */
  BoardKeeper(List<Windows> windows, Ranking ranking, long maxAhead) {
    this.windows = new ArrayList<>(windows);
    this.ranking = ranking;
    this.maxAhead = maxAhead;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    restored = context.isRestored();
    againUntil = Long.MIN_VALUE;
  }

  /** All state is by segment. */
  @Override
  public void snapshotState(FunctionSnapshotContext context) {}

  @Override
  public void open(OpenContext context) {
    sizes =
        windows.stream().map(each -> new WindowBoards(each, ranking, getRuntimeContext())).toList();
  }

  @Override
  public void processElement(PaneTally came, Context context, Collector<Leaderboard> out)
      throws Exception {
    TimerService timers = context.timerService();
    add(0, came.pane(), came.tally(), timers.currentWatermark(), timers);
  }

  /** Adds to the windows of a size, and to longer ones unless they get it when its pane closes. */
  private void add(int size, long pane, byte[] tally, long watermark, TimerService timers)
      throws Exception {
    for (int i = size; i < sizes.size(); i++) {
      if (!sizes.get(i).add(pane, tally, watermark, timers)) {
        return;
      }
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Leaderboard> out)
      throws Exception {
    String segment = context.getCurrentKey();
    TimerService timers = context.timerService();
    for (int i = 0; i < sizes.size(); i++) {
      WindowBoards boards = sizes.get(i);
      if (context.timeDomain() == TimeDomain.EVENT_TIME && boards.ends(time + 1)) {
        byte[] closing = boards.closing(time + 1);
        if (closing != null) {
          // The watermark may be far ahead, but this segment is only now coming to this time.
          add(i + 1, boards.closingPane(time + 1), closing, time - 1, timers);
        }
        boards.end(segment, time + 1, isPublishedAgain(time + 1, timers), timers, out);
      } else {
        boards.correct(segment, timers, out);
      }
    }
  }

  /**
   * What a failed attempt published after its last checkpoint is not in state, and may lack what
   * was late then and is on time now. So up to where it can have come, every board is published,
   * whether or not it is new to the state.
   */
  private boolean isPublishedAgain(long end, TimerService timers) {
    if (restored) {
      restored = false;
      againUntil = timers.currentProcessingTime() + maxAhead;
    }
    return end <= againUntil;
  }
}
