package io.nowfeed.bench.ladder;

import io.nowfeed.bench.flow.Feed;
import io.nowfeed.bench.traffic.Mix;
import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.UserEvent;
import java.time.Clock;
import java.util.List;

/**
 * What users do: first everybody gets a history, as fast as it goes; then everybody says hello;
 * then beacons and interactions come at their time, each of an active user, and each is measured.
 */
final class Visits implements Feed<Inbound<UserEvent>> {
  private static final long serialVersionUID = 1L;

  private static final int BEACONS_OF_TEN = 3;
  private static final long SECOND_NANOS = 1_000_000_000L;

  /** Of a hundred: what people do with what they are shown. */
  private static final List<Action> ACTIONS =
      List.of(
          Action.IMPRESSION,
          Action.IMPRESSION,
          Action.IMPRESSION,
          Action.IMPRESSION,
          Action.IMPRESSION,
          Action.IMPRESSION,
          Action.CLICK,
          Action.CLICK,
          Action.WATCH,
          Action.LIKE);

  private final LadderCase sizes;
  private final String stopwatch;
  private final long begin;
  private final transient Clock clock = Clock.systemUTC();

  /**
   * @param begin event time of the first, epoch milliseconds
   */
  Visits(LadderCase sizes, String stopwatch, long begin) {
    this.sizes = sizes;
    this.stopwatch = stopwatch;
    this.begin = begin;
  }

  private Object readResolve() {
    return new Visits(sizes, stopwatch, begin);
  }

  /** The number of the first one that comes at its time. */
  long firstTimed() {
    return (long) sizes.history() + sizes.users();
  }

  @Override
  public long size() {
    return firstTimed() + (long) sizes.perSecond() * sizes.seconds();
  }

  @Override
  public long ts(long number) {
    return begin + number * 1000 / sizes.perSecond();
  }

  @Override
  public long due(long number) {
    return number < firstTimed() ? -1 : (number - firstTimed()) * SECOND_NANOS / sizes.perSecond();
  }

  @Override
  public long end() {
    return ts(size());
  }

  @Override
  public Inbound<UserEvent> element(long number) {
    Stopwatch.of(stopwatch).start(number);
    long what = Mix.of(number);
    boolean hello = number >= sizes.history() && number < firstTimed();
    int user = hello ? (int) (number - sizes.history()) : Mix.below(sizes.users(), Mix.of(what));
    Origin origin = new Origin(Topics.BEACONS, 0, number);
    if (hello || (number >= firstTimed() && Mix.below(10, what >>> 20) < BEACONS_OF_TEN)) {
      Beacon beacon =
          new Beacon(
              Long.toString(number), Catalogue.userId(user), null, "s", ts(number), null, null);
      return Inbound.of(UserEvent.of(beacon, origin, clock.millis()));
    }
    Interaction interaction =
        new Interaction(
            Long.toString(number),
            Catalogue.userId(user),
            null,
            "s",
            Catalogue.contentId(item(user, what)),
            number < sizes.history() ? Action.CLICK : ACTIONS.get(Mix.below(10, what >>> 40)),
            ts(number),
            null);
    return Inbound.of(UserEvent.of(interaction, origin, clock.millis()));
  }

  /** Of the items of the user's taste, the first by far the most often. */
  private int item(int user, long what) {
    int ofTaste = sizes.items() / Catalogue.TASTES;
    double chance = (double) (what >>> 11) / (1L << 53);
    int rank = (int) Math.exp(chance * Math.log(ofTaste)) - 1;
    return rank * Catalogue.TASTES + user % Catalogue.TASTES;
  }
}
