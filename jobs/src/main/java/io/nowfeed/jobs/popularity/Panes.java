package io.nowfeed.jobs.popularity;

import io.nowfeed.events.ActionCounts;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.flink.api.common.state.MapState;

/**
 * A segment's counts, pane by pane. A pane is kept as long as one of its windows can be corrected.
 */
final class Panes {
  private final Windows windows;
  private final MapState<Long, Map<String, ActionCounts>> counts;

  Panes(Windows windows, MapState<Long, Map<String, ActionCounts>> counts) {
    this.windows = windows;
    this.counts = counts;
  }

  void add(PaneCount count) throws Exception {
    Map<String, ActionCounts> pane = counts.get(count.pane());
    if (pane == null) {
      pane = new HashMap<>();
    }
    pane.merge(count.key().contentId(), count.counts(), ActionCounts::plus);
    counts.put(count.pane(), pane);
  }

  /**
   * The sum of a window's panes, and of no others, however many wait for their window.
   *
   * @param read panes that were read for the windows before, so that each is read once
   */
  Map<String, ActionCounts> total(long end, NavigableMap<Long, Map<String, ActionCounts>> read)
      throws Exception {
    read.headMap(end - windows.size(), false).clear();
    Map<String, ActionCounts> total = new HashMap<>();
    for (long pane = end - windows.size(); pane < end; pane += windows.slide()) {
      Map<String, ActionCounts> of = read.get(pane);
      if (of == null) {
        Map<String, ActionCounts> kept = counts.get(pane);
        of = kept == null ? Map.of() : kept;
        read.put(pane, of);
      }
      of.forEach((contentId, each) -> total.merge(contentId, each, ActionCounts::plus));
    }
    return total;
  }

  /**
   * Removes the panes that could be corrected when the window before was over, and now cannot.
   *
   * @param before the end of that window; there may be hours between, but no panes
   */
  void expire(long before, long end) throws Exception {
    long last = windows.frozenEnd(end) - windows.size();
    counts.remove(last);
    if (before != Long.MIN_VALUE) {
      long first = windows.frozenEnd(before) - windows.size() + windows.slide();
      for (long pane = first; pane < Math.min(last, before); pane += windows.slide()) {
        counts.remove(pane);
      }
    }
  }

  void remove(long pane) throws Exception {
    counts.remove(pane);
  }

  /** The newest pane before a window's end, {@link Long#MIN_VALUE} when none is kept. */
  long newest(long end) throws Exception {
    long first = windows.frozenEnd(end) - windows.size() + windows.slide();
    for (long pane = end - windows.slide(); pane >= first; pane -= windows.slide()) {
      if (counts.contains(pane)) {
        return pane;
      }
    }
    return Long.MIN_VALUE;
  }

  /** Clears what is empty, since the heap backend would keep the empty map. */
  boolean clearIfEmpty() throws Exception {
    boolean empty = counts.isEmpty();
    if (empty) {
      counts.clear();
    }
    return empty;
  }
}
