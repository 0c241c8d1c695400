package io.nowfeed.jobs.popularity;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;

/** The panes of a segment's windows: {@link Tally} by the pane's start. */
final class Panes {
  private final Windows windows;
  private final MapState<Long, byte[]> tallies;

  Panes(Windows windows, MapState<Long, byte[]> tallies) {
    this.windows = windows;
    this.tallies = tallies;
  }

  void add(long pane, byte[] tally) throws Exception {
    byte[] before = tallies.get(pane);
    tallies.put(pane, before == null ? tally : Tally.sum(before, tally));
  }

  /** What is in a pane, null when nothing. */
  byte[] get(long pane) throws Exception {
    return tallies.get(pane);
  }

  /** To read the panes of several windows, each once. */
  Reading read() {
    return new Reading();
  }

  /**
   * Removes the panes that no window needs that can be corrected once that of an end is over.
   *
   * @param before how far it was; between its last window and this one may be hours, but no panes
   * @return before which time none are left
   */
  long expire(BoardProgress before, long end) throws Exception {
    long last = windows.firstPane(windows.frozenEnd(end));
    tallies.remove(last);
    if (before.firedEnd() != Long.MIN_VALUE) {
      long frozen = windows.firstPane(windows.frozenEnd(before.firedEnd())) + windows.slide();
      // With a lateness that was longer, there are older ones.
      long first = before.keptFrom() == Long.MIN_VALUE ? frozen : before.keptFrom();
      for (long pane = Math.min(first, frozen);
          pane < Math.min(last, before.firedEnd());
          pane += windows.slide()) {
        tallies.remove(pane);
      }
    }
    return last + windows.slide();
  }

  /** The newest pane before a window's end, {@link Long#MIN_VALUE} when none is kept. */
  long newest(long end) throws Exception {
    long first = windows.firstPane(windows.frozenEnd(end)) + windows.slide();
    for (long pane = end - windows.slide(); pane >= first; pane -= windows.slide()) {
      if (tallies.contains(pane)) {
        return pane;
      }
    }
    return Long.MIN_VALUE;
  }

  /** Clears what is empty, since the heap backend would keep the empty map. */
  boolean clearIfEmpty() throws Exception {
    boolean empty = tallies.isEmpty();
    if (empty) {
      tallies.clear();
    }
    return empty;
  }

  /** Panes that were read. */
  final class Reading {
    private final NavigableMap<Long, byte[]> read = new TreeMap<>();

    /** What the window of an end and the one before it hold; ends must grow. */
    TallyMerge window(long end) throws Exception {
      read.headMap(windows.firstPane(end), false).clear();
      long start = end - windows.size();
      return new TallyMerge(panes(start, end), panes(windows.firstPane(end), start));
    }

    /** These panes and no others, however many wait for their window. */
    private List<byte[]> panes(long from, long to) throws Exception {
      List<byte[]> found = new ArrayList<>();
      for (long pane = from; pane < to; pane += windows.slide()) {
        byte[] tally = read.get(pane);
        if (tally == null) {
          byte[] kept = tallies.get(pane);
          tally = kept == null ? Tally.NOTHING : kept;
          read.put(pane, tally);
        }
        found.add(tally);
      }
      return found;
    }
  }
}
