package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Leaderboard;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
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

  /** When the snapshot was taken, by the clock; one a subtask, lives for ever, being a number. */
  private static final ListStateDescriptor<Long> SNAPSHOT_TIME =
      new ListStateDescriptor<>("snapshot-time", Types.LONG);

  private static final long NOT_RESTORED = Long.MAX_VALUE;

  private final List<Windows> windows;
  private final Ranking ranking;
  private final long maxAhead;
  private transient ListState<Long> snapshotTime;
  private transient long restoredFrom;
  private transient long againUntil;
  private transient long againUntilClock;
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
  public void initializeState(FunctionInitializationContext context) throws Exception {
    snapshotTime = context.getOperatorStateStore().getUnionListState(SNAPSHOT_TIME);
    restoredFrom = NOT_RESTORED;
    againUntil = Long.MIN_VALUE;
    for (long time : snapshotTime.get()) {
      restoredFrom = Math.min(restoredFrom, time);
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    snapshotTime.update(List.of(context.getCheckpointTimestamp()));
  }

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
   * whether or not it is new to the state. That is no further than the clock; and, when time is
   * replayed, than is read again in the time that has passed since the checkpoint, thrice to be
   * sure.
   */
  private boolean isPublishedAgain(long end, TimerService timers) {
    long now = timers.currentProcessingTime();
    if (restoredFrom != NOT_RESTORED) {
      againUntil = now + maxAhead;
      againUntilClock = now + 3 * Math.max(0, now - restoredFrom);
      restoredFrom = NOT_RESTORED;
    }
    return end <= againUntil && now <= againUntilClock;
  }
}
