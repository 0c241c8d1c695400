package io.nowfeed.jobs.recommendation;

import java.util.Arrays;

/**
 * What is kept of a user as long as of any: 15 bytes, and 8 for each item seen.
 *
 * @param version of the last list, 0 before the first
 * @param items hashes of the items the user interacted with, the last one first, each once; the
 *     lowest bit says whether the user did more than see it, and is not of the hash
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and Flink has a serializer for it
public record Seen(long version, long[] items) {
  /** Of a user that was never met. */
  static final Seen NOTHING = new Seen(0, new long[0]);

  private static final long ENGAGED = 1;

  /** Replaces missing items by none, so that readers need no null check. */
  public Seen {
    items = items == null ? new long[0] : items;
  }

  Seen withVersion(long next) {
    return new Seen(next, items);
  }

  /** Whether the user interacted with the item. */
  boolean holds(long item) {
    return find(item) >= 0;
  }

  /** Whether the user did more than see the item. */
  boolean engaged(long item) {
    int place = find(item);
    return place >= 0 && (items[place] & ENGAGED) != 0;
  }

  /** With {@code item} seen last, and the oldest forgotten beyond {@code limit}. */
  Seen with(long item, boolean engages, int limit) {
    int place = find(item);
    boolean engaged = engages || (place >= 0 && (items[place] & ENGAGED) != 0);
    int length = Math.min(limit, items.length + (place < 0 ? 1 : 0));
    long[] now = Arrays.copyOf(items, length);
    System.arraycopy(items, 0, now, 1, place < 0 ? length - 1 : Math.min(place, length - 1));
    now[0] = (item & ~ENGAGED) | (engaged ? ENGAGED : 0);
    return new Seen(version, now);
  }

  private int find(long item) {
    long wanted = item & ~ENGAGED;
    for (int i = 0; i < items.length; i++) {
      if ((items[i] & ~ENGAGED) == wanted) {
        return i;
      }
    }
    return -1;
  }
}
