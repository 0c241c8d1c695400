package io.nowfeed.local.traffic;

import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.UserAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * All phones: sessions that start, send a beacon now and every ten seconds, look at what their feed
 * shows, act on what draws them, and end; now and then an event is sent twice. There are as many
 * sessions as make a quarter as many beacons as interactions. One thread.
 */
final class Phones {
  private static final double BEACONS_PER_INTERACTION = 0.25;
  private static final double SECONDS_TO_FILL_UP = 5;
  private static final int ANONYMOUS_PERCENT = 5;

  /** A phone that got no answer sends an event again. */
  private static final int REPEATED_PER_MILLE = 3;

  private static final List<String> APP_VERSIONS = List.of("5.2.0", "5.2.1", "5.3.0", "5.3.0");

  private final Population population;
  private final Feed feed;
  private final Consumer<Beacon> beaconOut;
  private final Consumer<Interaction> interactionOut;
  private final EventIds ids;
  private final Clock clock;
  private final RandomGenerator random;
  private final RandomGenerator repetitions;
  private final int targetSessions;
  private final Pacer starts;
  private final Pacer interactions;
  private final List<PhoneSession> sessions = new ArrayList<>();
  private final PriorityQueue<PhoneSession> beacons =
      new PriorityQueue<>(Comparator.comparingLong(PhoneSession::nextBeaconAt));

  Phones(
      SimulatorOptions options,
      Population population,
      Feed feed,
      Consumer<Beacon> beaconOut,
      Consumer<Interaction> interactionOut,
      EventIds ids,
      Clock clock) {
    this.population = population;
    this.feed = feed;
    this.beaconOut = beaconOut;
    this.interactionOut = interactionOut;
    this.ids = ids;
    this.clock = clock;
    this.random = new SplittableRandom(options.seed());
    this.repetitions = new SplittableRandom(options.seed());
    double beaconRate = options.rate() * BEACONS_PER_INTERACTION;
    this.targetSessions = (int) Math.ceil(beaconRate / PhoneSession.BEACONS_PER_SECOND);
    this.starts = new Pacer(targetSessions / SECONDS_TO_FILL_UP, clock);
    this.interactions = new Pacer(options.rate(), clock);
  }

  /** Sends what is due by now. */
  void tick() {
    long now = clock.millis();
    startSessions(now);
    sendBeacons(now);
    for (int due = interactions.due(); due > 0; due--) {
      PhoneSession session = anySession(now);
      if (session != null) {
        interact(session, now);
      }
    }
  }

  private void startSessions(long now) {
    for (int due = starts.due(); due > 0 && sessions.size() < targetSessions; due--) {
      PhoneSession session = newSession(now);
      feed.open(session);
      sessions.add(session);
      beacons.add(session);
    }
  }

  private PhoneSession newSession(long now) {
    SimulatedUser user = random.nextInt(100) < ANONYMOUS_PERCENT ? null : population.any(random);
    if (user == null) {
      return anonymousSession(now);
    }
    String deviceId = "d-" + user.userId();
    return new PhoneSession(user.userId(), deviceId, ids.next("s"), user.attributes(), now, random);
  }

  /** Half of them without a session id: then the device stands in for the user. */
  private PhoneSession anonymousSession(long now) {
    Market market = Market.any(random);
    UserAttributes guessed =
        new UserAttributes(
            market.country(), null, market.anyLanguage(random), null, null, null, List.of());
    String sessionId = random.nextBoolean() ? ids.next("s") : null;
    return new PhoneSession(null, ids.next("d"), sessionId, guessed, now, random);
  }

  private void sendBeacons(long now) {
    while (!beacons.isEmpty() && beacons.peek().nextBeaconAt() <= now) {
      PhoneSession session = beacons.poll();
      if (!isOver(session, now)) {
        send(beacon(session, now), beaconOut);
        session.planNextBeacon(random);
        beacons.add(session);
      }
    }
  }

  private Beacon beacon(PhoneSession session, long now) {
    return new Beacon(
        ids.next("b"),
        session.userId,
        session.deviceId,
        session.sessionId,
        session.deviceTime(now),
        Choice.of(APP_VERSIONS, random),
        session.attributes.country());
  }

  /** A session under way, or null; those that are over are forgotten on the way. */
  private PhoneSession anySession(long now) {
    while (!sessions.isEmpty()) {
      int position = random.nextInt(sessions.size());
      PhoneSession session = sessions.get(position);
      if (!isOver(session, now)) {
        return session;
      }
      feed.close(session);
      PhoneSession last = sessions.remove(sessions.size() - 1);
      if (last != session) {
        sessions.set(position, last);
      }
    }
    return null;
  }

  private boolean isOver(PhoneSession session, long now) {
    boolean accountDeleted = session.userId != null && population.get(session.userId) == null;
    return accountDeleted || session.isOver(now);
  }

  private void interact(PhoneSession session, long now) {
    Action action = session.isAttracted() ? ActionMix.any(random) : Action.IMPRESSION;
    if (action == Action.IMPRESSION) {
      feed.showNext(session, now, random);
    }
    ContentItem item = session.onScreen();
    if (item == null) {
      return;
    }
    send(
        new Interaction(
            ids.next("i"),
            session.userId,
            session.deviceId,
            session.sessionId,
            item.contentId(),
            action,
            session.deviceTime(now),
            ActionMix.dwellMillis(action, random)),
        interactionOut);
  }

  private <T> void send(T event, Consumer<T> out) {
    out.accept(event);
    if (repetitions.nextInt(1000) < REPEATED_PER_MILLE) {
      out.accept(event);
    }
  }
}
