package io.nowfeed.bench.traffic;

import static java.util.Collections.nCopies;

import io.nowfeed.bench.flow.Feed;
import io.nowfeed.events.Action;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import java.util.List;
import java.util.stream.Stream;

/** Enriched interactions, as they leave the join. */
public final class Interactions implements Feed<EnrichedInteraction> {
  private static final long serialVersionUID = 1L;

  /** 2026-03-01T12:00:00Z: a window of every length ends there. */
  private static final long NOON = 1_772_366_400_000L;

  private static final long DWELL_MILLIS = 12_000;

  /** Of a hundred: what people do with what they are shown. */
  private static final List<Action> ACTIONS =
      Stream.of(
              nCopies(62, Action.IMPRESSION),
              nCopies(13, Action.CLICK),
              nCopies(11, Action.WATCH),
              nCopies(7, Action.SCROLL),
              nCopies(4, Action.LIKE),
              nCopies(2, Action.SHARE),
              nCopies(1, Action.PURCHASE))
          .flatMap(List::stream)
          .toList();

  private final Traffic traffic;
  private final int items;
  private final int perSecond;
  private final int seconds;
  private final transient People people;

  /**
   * @param traffic how they spread over the items
   * @param items how many items there are
   * @param perSecond how many there are in a second of event time
   * @param seconds of event time
   */
  public Interactions(Traffic traffic, int items, int perSecond, int seconds) {
    this.traffic = traffic;
    this.items = items;
    this.perSecond = perSecond;
    this.seconds = seconds;
    this.people = new People(items);
  }

  private Object readResolve() {
    return new Interactions(traffic, items, perSecond, seconds);
  }

  @Override
  public long size() {
    return (long) perSecond * seconds;
  }

  @Override
  public long ts(long number) {
    return NOON + number * 1000 / perSecond;
  }

  @Override
  public long end() {
    return NOON + seconds * 1000L - 1;
  }

  @Override
  public EnrichedInteraction element(long number) {
    long what = Mix.of(number);
    long who = Mix.of(what);
    int item = traffic.item(items, what);
    Action action = ACTIONS.get(Mix.below(ACTIONS.size(), who >>> 40));
    long ts = ts(number);
    return new EnrichedInteraction(
        "i",
        people.userId(who),
        null,
        null,
        people.contentId(item),
        action,
        ts,
        action == Action.WATCH ? DWELL_MILLIS : null,
        people.user(who),
        people.facts(item),
        MatchReason.MATCHED,
        1L,
        ts,
        new Origin(Topics.INTERACTIONS, 0, number),
        ts,
        ts);
  }
}
