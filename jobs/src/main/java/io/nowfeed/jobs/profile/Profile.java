package io.nowfeed.jobs.profile;

import io.nowfeed.jobs.flow.Taste;
import java.util.Arrays;
import java.util.List;

/**
 * What is kept of a user: 73 bytes, 8 more for each item of the history, some 20 for each category.
 *
 * @param occasion number of the last occasion, 0 before the first
 * @param activeUntil event time of the last beacon plus how long a beacon counts, epoch ms
 * @param session the session under way
 * @param history hashes of the items the user engaged with, the last one first, each once
 * @param tastes how much the user engaged with categories, as of {@code tastesAt}
 * @param tastesAt event time, epoch milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and Flink has a serializer for it
public record Profile(
    long occasion,
    long activeUntil,
    Session session,
    long[] history,
    List<Taste> tastes,
    long tastesAt) {
  /** Of a user that was never met. */
  static final Profile EMPTY =
      new Profile(0, Long.MIN_VALUE, Session.NONE, new long[0], List.of(), 0);

  /** Replaces what is missing by nothing, so that readers need no null check. */
  public Profile {
    session = session == null ? Session.NONE : session;
    history = history == null ? new long[0] : history;
    tastes = tastes == null ? List.of() : tastes;
  }

  /** With one more occasion, whose number is {@code atLeast} this one. */
  Profile next(long atLeast, Session newSession) {
    return new Profile(
        Math.max(occasion + 1, atLeast), activeUntil, newSession, history, tastes, tastesAt);
  }

  /** A beacon that comes late does not shorten the time. */
  Profile activeUntil(long until) {
    return new Profile(occasion, Math.max(activeUntil, until), session, history, tastes, tastesAt);
  }

  /** With {@code item} engaged with last, and the oldest forgotten beyond {@code limit}. */
  Profile engaged(long item, int limit) {
    int place = find(item);
    int length = Math.min(limit, history.length + (place < 0 ? 1 : 0));
    long[] now = Arrays.copyOf(history, length);
    System.arraycopy(history, 0, now, 1, place < 0 ? length - 1 : Math.min(place, length - 1));
    now[0] = item;
    boolean again = place >= 0 && place < session.items();
    Session grown = again ? session : session.grown(length);
    return new Profile(occasion, activeUntil, grown, now, tastes, tastesAt);
  }

  /** With other tastes. */
  Profile likes(List<Taste> newTastes, long at) {
    return new Profile(occasion, activeUntil, session, history, newTastes, at);
  }

  /** The last items of the history, without {@code item}. */
  long[] before(long item, int limit) {
    long[] found = new long[Math.min(limit, history.length)];
    int size = 0;
    for (int i = 0; i < history.length && size < found.length; i++) {
      if (history[i] != item) {
        found[size++] = history[i];
      }
    }
    return Arrays.copyOf(found, size);
  }

  private int find(long item) {
    for (int i = 0; i < history.length; i++) {
      if (history[i] == item) {
        return i;
      }
    }
    return -1;
  }
}
