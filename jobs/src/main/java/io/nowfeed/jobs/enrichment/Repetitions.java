package io.nowfeed.jobs.enrichment;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import io.nowfeed.jobs.flow.TimeToLive;
import io.nowfeed.jobs.flow.UserEvent;
import java.time.Duration;
import java.util.Arrays;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

/**
 * Knows the event ids of the current user within the horizon. Time is the broker's, so that neither
 * a phone's clock nor a pause of the job makes a difference.
 *
 * <p>An id is kept as 63 bits, and one that tells the stream. With a thousand events of a user
 * within the horizon, an event is taken for a repetition by mistake once in 10<sup>16</sup>.
 *
 * <p>All of a user's are one value: a user has few, so looking through them costs less than a
 * second access to state. In a map with a time to live each access would also copy the maps of
 * other users whose turn it is to be cleaned; that was most of what an event cost.
 */
final class Repetitions {
  /** Events of a user that are known at most; of more within the horizon, the oldest are not. */
  static final int REMEMBERED = 4_096;

  /** Beacons and interactions number their ids each for themselves. */
  private static final HashFunction BEACONS = Hashing.murmur3_128(1);

  private static final HashFunction INTERACTIONS = Hashing.murmur3_128(2);

  /** The lowest bit of an id: whether it is of a beacon. */
  private static final long STREAM = 1;

  /** An outage as long as the horizon makes none forgotten too early. */
  private static final int OUTAGE_FACTOR = 2;

  /** By turns an id and when it came first, epoch milliseconds; the newest last. */
  private final ValueState<long[]> recent;

  private final long horizon;

  Repetitions(RuntimeContext context, Duration horizon) {
    this.horizon = horizon.toMillis();
    ValueStateDescriptor<long[]> descriptor =
        new ValueStateDescriptor<>(
            "recent-events", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
    descriptor.enableTimeToLive(TimeToLive.of(horizon.multipliedBy(OUTAGE_FACTOR)));
    this.recent = context.getState(descriptor);
  }

  /** Whether an event of this id came before; if not, it is remembered. */
  boolean contains(UserEvent event) throws Exception {
    long[] known = recent.value();
    long id = id(event);
    long now = event.ingestedAt();
    if (known == null) {
      recent.update(new long[] {id, now});
      return false;
    }
    int forgotten = 0;
    for (int i = 0; i < known.length; i += 2) {
      if (known[i] == id && Math.abs(now - known[i + 1]) <= horizon) {
        return true;
      }
      if (isOver(known, i, id, now)) {
        forgotten++;
      }
    }
    recent.update(with(id, now, forgotten == 0 ? known : without(known, forgotten, id, now)));
    return false;
  }

  /** Only its own stream tells: a backlog of the other one may be read much later, or sooner. */
  private boolean isOver(long[] known, int place, long id, long now) {
    return now - known[place + 1] > horizon && ((known[place] ^ id) & STREAM) == 0;
  }

  private long[] without(long[] known, int forgotten, long id, long now) {
    long[] kept = new long[known.length - 2 * forgotten];
    int next = 0;
    for (int i = 0; i < known.length; i += 2) {
      if (!isOver(known, i, id, now)) {
        kept[next++] = known[i];
        kept[next++] = known[i + 1];
      }
    }
    return kept;
  }

  private static long[] with(long id, long now, long[] known) {
    int tooMany = Math.max(0, known.length + 2 - 2 * REMEMBERED);
    long[] next = Arrays.copyOfRange(known, tooMany, known.length + 2);
    next[next.length - 2] = id;
    next[next.length - 1] = now;
    return next;
  }

  private static long id(UserEvent event) {
    return event.beacon() != null
        ? BEACONS.hashUnencodedChars(event.beacon().eventId()).asLong() | STREAM
        : INTERACTIONS.hashUnencodedChars(event.interaction().eventId()).asLong() & ~STREAM;
  }
}
