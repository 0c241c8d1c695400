package io.nowfeed.local.everyevent;

import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.UserKey;
import io.nowfeed.local.everyevent.Meaning.Did;
import io.nowfeed.local.everyevent.Meaning.Malformed;
import io.nowfeed.local.everyevent.Meaning.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws what phones send: in order and not, twice, too early, and wrong. */
final class EventScript {
  private static final JsonCodec<Beacon> BEACONS = JsonCodec.of(Beacon.class);
  private static final JsonCodec<Interaction> INTERACTIONS = JsonCodec.of(Interaction.class);
  private static final List<Action> ACTIONS = List.of(Action.values());
  private static final int EVENTS = 140;

  /** All of a phase come within {@link Setting#MAX_AHEAD}. */
  private static final long APART = 50;

  private static final long LONG_AGO = Duration.ofHours(7).toMillis();

  /** Before the first phase, and longer before than any event is on time. */
  private static final long LATEST_OF_LATE = Fixtures.NOON - Duration.ofHours(2).toMillis();

  private final Setting setting;
  private final Random random;
  private final InputLog log;
  private final TableScript tables;
  private final Map<String, Boolean> sendsBeacons = new HashMap<>();
  private List<Input> step = new ArrayList<>();
  private int phase;
  private int number;
  private long now;

  EventScript(Setting setting, Random random, InputLog log, TableScript tables) {
    this.setting = setting;
    this.random = random;
    this.log = log;
    this.tables = tables;
  }

  /** Who sends: a user, or a session or a device without one. */
  private record Sender(String userId, String sessionId, String deviceId) {
    String key() {
      return UserKey.of(userId, sessionId, deviceId);
    }
  }

  /**
   * The events of a phase.
   *
   * @param newcomers users whose rows come behind these events
   */
  List<Input> of(int phaseNumber, List<String> newcomers) {
    phase = phaseNumber;
    step = new ArrayList<>();
    sendsBeacons.clear();
    List<Sender> senders = senders(newcomers);
    for (int i = 0; i < EVENTS; i++) {
      now = Setting.time(phase) + i * APART;
      one(senders.get(random.nextInt(senders.size())));
    }
    return step;
  }

  private List<Sender> senders(List<String> newcomers) {
    List<Sender> senders = new ArrayList<>();
    for (String userId : tables.users()) {
      // Whoever waits for nobody would hold up a patient job.
      if (!setting.patient() || tables.isKnown(userId)) {
        senders.add(new Sender(userId, "s-" + userId, null));
      }
    }
    if (!setting.patient()) {
      senders.add(new Sender("ghost", null, "d-0"));
    }
    newcomers.forEach(userId -> senders.add(new Sender(userId, null, null)));
    senders.add(new Sender(null, "s-0", "d-0"));
    senders.add(new Sender(null, "s-1", null));
    senders.add(new Sender(null, null, "d-0"));
    return senders;
  }

  private void one(Sender sender) {
    boolean beacon = sendsBeacon(sender);
    String eventId = "e-" + phase + "-" + number++;
    int dice = random.nextInt(100);
    if (dice < 20) {
      repeat(sender, beacon, eventId);
    } else if (dice < 25) {
      send(sender, beacon, borrowedId(sender, beacon, eventId), ts(sender, beacon));
    } else if (dice < 33) {
      malformed(sender, beacon, eventId);
    } else if (dice < 40) {
      send(sender, beacon, eventId, now + ahead());
    } else {
      send(sender, beacon, eventId, ts(sender, beacon));
    }
  }

  /**
   * A user keeps to one stream in a phase, because across streams the order of its events is open,
   * and it says which versions are still kept.
   */
  private boolean sendsBeacon(Sender sender) {
    return sender.userId == null
        ? random.nextBoolean()
        : sendsBeacons.computeIfAbsent(sender.userId, user -> random.nextBoolean());
  }

  private long ts(Sender sender, boolean beacon) {
    boolean mayBeLate = beacon || phase > 0;
    return mayBeLate && random.nextInt(10) < 4
        ? longAgo(sender, beacon ? now : LATEST_OF_LATE)
        : Setting.time(phase) + random.nextInt((int) Setting.MAX_AHEAD);
  }

  /** Mostly at the edge of a version. */
  private long longAgo(Sender sender, long latest) {
    List<Long> edges =
        tables.changesOf(sender.userId).stream().filter(edge -> edge < latest).toList();
    if (edges.isEmpty() || random.nextInt(4) == 0) {
      return Fixtures.NOON - LONG_AGO + random.nextInt((int) (LONG_AGO / 2));
    }
    return edges.get(random.nextInt(edges.size())) - 1 + random.nextInt(3);
  }

  /** Just not too far ahead, just too far, and far. */
  private long ahead() {
    return switch (random.nextInt(4)) {
      case 0 -> Setting.MAX_AHEAD;
      case 1 -> Setting.MAX_AHEAD + 1;
      case 2 -> Duration.ofDays(1).toMillis();
      default -> Duration.ofDays(4_000).toMillis();
    };
  }

  private void send(Sender sender, boolean beacon, String eventId, long ts) {
    Meaning meaning =
        beacon ? new Seen(beacon(sender, eventId, ts)) : new Did(did(sender, eventId, ts));
    append(sender, beacon, value(meaning), meaning);
  }

  private Beacon beacon(Sender sender, String eventId, long ts) {
    String appVersion = random.nextBoolean() ? "7.1" : null;
    return new Beacon(
        eventId, sender.userId, sender.deviceId, sender.sessionId, ts, appVersion, "GB");
  }

  private Interaction did(Sender sender, String eventId, long ts) {
    Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
    return new Interaction(
        eventId,
        sender.userId,
        sender.deviceId,
        sender.sessionId,
        "c-" + random.nextInt(5),
        action,
        ts,
        random.nextBoolean() ? 1200L : null);
  }

  private static byte[] value(Meaning meaning) {
    return meaning instanceof Seen seen
        ? BEACONS.encode(seen.beacon())
        : INTERACTIONS.encode(((Did) meaning).interaction());
  }

  /** What the sender sent once, again: the same bytes, or others under the same id. */
  private void repeat(Sender sender, boolean beacon, String otherwiseId) {
    List<Input> sent =
        log.of(topic(beacon), partition(sender, beacon)).stream()
            .filter(input -> isFrom(sender, input))
            .toList();
    if (sent.isEmpty()) {
      send(sender, beacon, otherwiseId, ts(sender, beacon));
      return;
    }
    Input again = sent.get(random.nextInt(sent.size()));
    now = onTheHorizon(again);
    if (random.nextBoolean()) {
      append(sender, beacon, again.value(), again.meaning());
    } else {
      send(sender, beacon, id(again.meaning()), ts(sender, beacon));
    }
  }

  /** An event of two phases ago may be repeated just within the horizon, or just behind it. */
  private long onTheHorizon(Input again) {
    return again.phase() == phase - 2 && random.nextBoolean()
        ? again.ingestedAt() + Setting.HORIZON + random.nextInt(2)
        : now;
  }

  private static boolean isFrom(Sender sender, Input input) {
    if (input.meaning() instanceof Seen seen) {
      Beacon by = seen.beacon();
      return sender.key().equals(UserKey.of(by.userId(), by.sessionId(), by.deviceId()));
    }
    if (input.meaning() instanceof Did did) {
      Interaction by = did.interaction();
      return sender.key().equals(UserKey.of(by.userId(), by.sessionId(), by.deviceId()));
    }
    return false;
  }

  private static String id(Meaning meaning) {
    return meaning instanceof Seen seen
        ? seen.beacon().eventId()
        : ((Did) meaning).interaction().eventId();
  }

  /** The id of another event: often the sender's own of the other stream, else anybody's. */
  private String borrowedId(Sender sender, boolean beacon, String otherwise) {
    boolean own = random.nextBoolean();
    List<Input> events =
        log.all().stream()
            .filter(input -> input.meaning() instanceof Seen || input.meaning() instanceof Did)
            .filter(input -> !own || isOfOtherStream(sender, beacon, input))
            .toList();
    return events.isEmpty() ? otherwise : id(events.get(random.nextInt(events.size())).meaning());
  }

  private static boolean isOfOtherStream(Sender sender, boolean beacon, Input input) {
    return isFrom(sender, input) && input.origin().topic().equals(topic(!beacon));
  }

  /** Often sent right under the same id later: what was no event is no first one. */
  private void malformed(Sender sender, boolean beacon, String eventId) {
    Meaning right =
        beacon ? new Seen(beacon(sender, eventId, now)) : new Did(did(sender, eventId, now));
    Garbage.Bad bad = Garbage.of(value(right), beacon, random);
    String key = bad.withKey() ? sender.key() : null;
    step.add(
        log.append(
            topic(beacon),
            partition(sender, beacon),
            now,
            key,
            bad.value(),
            new Malformed(bad.reason())));
    if (random.nextBoolean()) {
      send(sender, beacon, eventId, ts(sender, beacon));
    }
  }

  private void append(Sender sender, boolean beacon, byte[] value, Meaning meaning) {
    step.add(
        log.append(topic(beacon), partition(sender, beacon), now, sender.key(), value, meaning));
  }

  private static String topic(boolean beacon) {
    return beacon ? Setting.BEACONS : Setting.INTERACTIONS;
  }

  private static int partition(Sender sender, boolean beacon) {
    int used = beacon ? Setting.EVENT_PARTITIONS - 1 : Setting.EVENT_PARTITIONS;
    return Math.floorMod(sender.key().hashCode(), used);
  }
}
