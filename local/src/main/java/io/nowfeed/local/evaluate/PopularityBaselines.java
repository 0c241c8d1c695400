package io.nowfeed.local.evaluate;

import io.nowfeed.local.evaluate.PopularityBaseline.Window;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.roaringbitmap.RoaringBitmap;

/**
 * Scores popularity on a table of events, and decides which events are scored: those by which a
 * user who engaged with an item before engages with another one for the first time. Where lists are
 * frozen at the start of a session, before is before the session. Score first, learn after.
 */
final class PopularityBaselines {
  /** Those that are shown. */
  static final List<Window> WINDOWS =
      List.of(
          new Window("all time", null),
          new Window("30 d", Duration.ofDays(30)),
          new Window("7 d", Duration.ofDays(7)),
          new Window("1 d", Duration.ofDays(1)));

  /**
   * What comes of it.
   *
   * @param scored the events that are scored row by row
   * @param scoredFrozen those of them that are scored by a list of the session's start
   * @param frozen by window: items ranked as at the start of the event's session
   * @param rowByRow by window: items ranked as just before the event
   */
  record Scores(BitSet scored, BitSet scoredFrozen, List<Score> frozen, List<Score> rowByRow) {}

  /**
   * What the baselines recommend at the start of a session.
   *
   * @param known whether the user engaged with an item before
   * @param lists by window
   */
  private record Start(boolean known, List<FrozenList> lists) {}

  private final EventTable events;
  private final List<PopularityBaseline> baselines;
  private final RoaringBitmap[] histories;
  private final int[] left;
  private final Map<Integer, Start> open = new HashMap<>();
  private final Scores scores;

  private PopularityBaselines(EventTable events, List<Window> windows) {
    this.events = events;
    this.baselines = windows.stream().map(each -> new PopularityBaseline(events, each)).toList();
    this.histories = new RoaringBitmap[events.userCount()];
    this.left = new int[events.sessionCount()];
    this.scores = new Scores(new BitSet(), new BitSet(), fresh(windows), fresh(windows));
    for (int event = 0; event < events.size(); event++) {
      left[events.session(event)]++;
    }
  }

  private static List<Score> fresh(List<Window> windows) {
    return Stream.generate(Score::new).limit(windows.size()).toList();
  }

  static Scores score(EventTable events, List<Window> windows) {
    PopularityBaselines run = new PopularityBaselines(events, windows);
    for (int event = 0; event < events.size(); event++) {
      run.take(event);
    }
    return run.scores;
  }

  private void take(int event) {
    int user = events.user(event);
    if (histories[user] == null) {
      histories[user] = new RoaringBitmap();
    }
    RoaringBitmap history = histories[user];
    baselines.forEach(PopularityBaseline::advance);
    int session = events.session(event);
    if (events.opensSession(event)) {
      open.put(session, start(history));
    }
    if (events.engages(event)) {
      if (!history.isEmpty() && !history.contains(events.item(event))) {
        score(event, history);
      }
      history.add(events.item(event));
    }
    baselines.forEach(PopularityBaseline::learn);
    if (--left[session] == 0) {
      open.remove(session);
    }
  }

  private void score(int event, RoaringBitmap history) {
    Start start = open.get(events.session(event));
    int item = events.item(event);
    scores.scored.set(event);
    scores.scoredFrozen.set(event, start.known);
    for (int window = 0; window < baselines.size(); window++) {
      scores.rowByRow.get(window).add(baselines.get(window).rank(item, history));
      if (start.known) {
        scores.frozen.get(window).add(start.lists.get(window).rank(item));
      }
    }
  }

  private Start start(RoaringBitmap history) {
    return new Start(
        !history.isEmpty(), baselines.stream().map(each -> each.frozen(history)).toList());
  }
}
