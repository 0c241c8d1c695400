package io.nowfeed.local.everyevent;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.Duplicate;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.LateEvent;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import io.nowfeed.events.UserKey;
import io.nowfeed.local.everyevent.Meaning.Did;
import io.nowfeed.local.everyevent.Meaning.Item;
import io.nowfeed.local.everyevent.Meaning.Malformed;
import io.nowfeed.local.everyevent.Meaning.Row;
import io.nowfeed.local.everyevent.Meaning.Seen;
import io.nowfeed.local.everyevent.Meaning.Tombstone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the pipeline means, in one thread, in memory and in the order of the script. Written from
 * the documented semantics; it shares nothing with the jobs.
 */
final class Model {
  private final Expected expected = new Expected();
  private final Map<String, ModelUser> users = new HashMap<>();
  private final Map<String, ContentFacts> facts = new HashMap<>();
  private final Map<EventKey, Long> firstSeen = new HashMap<>();

  /** Ids are unique for each user and stream. */
  private record EventKey(String user, String topic, String eventId) {}

  /** Plays a phase. */
  void play(Phase phase) {
    phase.tables().forEach(this::take);
    phase.events().forEach(this::take);
    users.values().forEach(user -> release(user, MatchReason.NO_SUCH_USER));
  }

  /** What has to have come out so far. */
  Expected expected() {
    return expected;
  }

  /** Users whose rows are gone. */
  Set<String> deleted() {
    Set<String> deleted = new HashSet<>();
    users.forEach(
        (userId, user) -> {
          if (user.isDeleted()) {
            deleted.add(userId);
          }
        });
    return deleted;
  }

  private void take(Input input) {
    Meaning meaning = input.meaning();
    if (meaning instanceof Malformed malformed) {
      deadLetter(input, malformed.reason());
    } else if (meaning instanceof Seen seen) {
      Beacon beacon = seen.beacon();
      event(input, user(beacon), beacon.userId(), beacon.eventId(), beacon.ts());
    } else if (meaning instanceof Did did) {
      Interaction by = did.interaction();
      event(input, user(by), by.userId(), by.eventId(), by.ts());
    } else if (meaning instanceof Item item) {
      facts.put(item.contentId(), item.item() == null ? null : ContentFacts.of(item.item()));
    } else if (meaning instanceof Row row && row.attributes() != null) {
      upsert(row);
    } else if (meaning instanceof Row row) {
      deleted(row.userId(), of(row.userId()).delete(row));
    } else if (meaning instanceof Tombstone tombstone) {
      deleted(tombstone.userId(), of(tombstone.userId()).tombstone());
    }
  }

  private static String user(Beacon by) {
    return UserKey.of(by.userId(), by.sessionId(), by.deviceId());
  }

  private static String user(Interaction by) {
    return UserKey.of(by.userId(), by.sessionId(), by.deviceId());
  }

  private ModelUser of(String userId) {
    return users.computeIfAbsent(userId, id -> new ModelUser());
  }

  private void upsert(Row row) {
    if (of(row.userId()).upsert(row)) {
      release(of(row.userId()), MatchReason.NO_SUCH_USER);
    }
  }

  private void deleted(String userId, boolean news) {
    if (news) {
      release(of(userId), MatchReason.DELETED);
      expected.erased(userId);
    }
  }

  private void event(Input input, String user, String userId, String eventId, long ts) {
    if (ts - input.ingestedAt() > Setting.MAX_AHEAD) {
      deadLetter(input, DeadLetterReason.FUTURE_TIMESTAMP);
    } else if (isRepetition(input, new EventKey(user, input.origin().topic(), eventId))) {
      expected.add(
          Topics.DUPLICATES, input.origin(), Outcome.of(new Duplicate(eventId, input.origin())));
    } else if (userId == null) {
      out(input, null, MatchReason.ANONYMOUS);
    } else {
      join(input, of(userId), ts);
    }
  }

  private boolean isRepetition(Input input, EventKey key) {
    Long first = firstSeen.get(key);
    if (first != null && Math.abs(input.ingestedAt() - first) <= Setting.HORIZON) {
      return true;
    }
    firstSeen.put(key, input.ingestedAt());
    return false;
  }

  private void join(Input input, ModelUser user, long ts) {
    if (user.hasRow()) {
      out(input, user.at(ts), MatchReason.MATCHED);
    } else if (user.isDeleted()) {
      out(input, null, MatchReason.DELETED);
    } else {
      user.waiting().add(input);
    }
  }

  /** What waits goes on, with the row if there is one by now. */
  private void release(ModelUser user, MatchReason otherwise) {
    List<Input> waited = new ArrayList<>(user.waiting());
    user.waiting().clear();
    for (Input input : waited) {
      if (user.hasRow()) {
        out(input, user.at(ts(input)), MatchReason.MATCHED);
      } else {
        out(input, null, otherwise);
      }
    }
  }

  private static long ts(Input input) {
    return input.meaning() instanceof Seen seen
        ? seen.beacon().ts()
        : ((Did) input.meaning()).interaction().ts();
  }

  private void out(Input input, Row version, MatchReason reason) {
    if (input.meaning() instanceof Seen seen) {
      String active = Outcome.of(activeUser(input, seen.beacon(), version, reason));
      expected.add(Topics.ACTIVE_USERS, input.origin(), active);
      return;
    }
    Interaction by = ((Did) input.meaning()).interaction();
    EnrichedInteraction enriched = enriched(input, by, version, reason);
    expected.add(Topics.ENRICHED_INTERACTIONS, input.origin(), Outcome.of(enriched));
    if (input.phase() > 0 && by.ts() < Setting.time(input.phase()) - Setting.CLEARLY_LATE) {
      String late = Outcome.of(new LateEvent(enriched, 1));
      expected.add(Topics.LATE_EVENTS, input.origin(), late);
    }
  }

  private static ActiveUser activeUser(
      Input input, Beacon beacon, Row version, MatchReason reason) {
    return new ActiveUser(
        beacon.eventId(),
        beacon.userId(),
        beacon.deviceId(),
        beacon.sessionId(),
        beacon.ts(),
        beacon.appVersion(),
        beacon.place(),
        version == null ? null : version.attributes(),
        reason,
        version == null ? null : version.lsn(),
        version == null ? null : version.asOf(),
        input.origin(),
        input.ingestedAt(),
        0);
  }

  private EnrichedInteraction enriched(
      Input input, Interaction by, Row version, MatchReason reason) {
    return new EnrichedInteraction(
        by.eventId(),
        by.userId(),
        by.deviceId(),
        by.sessionId(),
        by.contentId(),
        by.action(),
        by.ts(),
        by.dwellMs(),
        version == null ? null : version.attributes(),
        facts.get(by.contentId()),
        reason,
        version == null ? null : version.lsn(),
        version == null ? null : version.asOf(),
        input.origin(),
        input.ingestedAt(),
        0);
  }

  private void deadLetter(Input input, DeadLetterReason reason) {
    Origin origin = input.origin();
    DeadLetter letter =
        new DeadLetter(
            origin.topic(),
            origin.partition(),
            origin.offset(),
            input.ingestedAt(),
            input.key(),
            input.value(),
            input.value() == null ? 0 : input.value().length,
            stage(origin.topic()),
            reason,
            "some text",
            0);
    expected.add(Topics.DEAD_LETTERS, origin, Outcome.of(letter));
  }

  private static String stage(String topic) {
    return switch (topic) {
      case Setting.BEACONS -> "source-beacons";
      case Setting.INTERACTIONS -> "source-interactions";
      case Setting.USERS -> "source-users";
      default -> throw new IllegalArgumentException(topic);
    };
  }
}
