package io.nowfeed.jobs.enrichment;

import io.nowfeed.jobs.flow.Murmur;
import io.nowfeed.jobs.flow.TimeToLive;
import io.nowfeed.jobs.flow.UserEvent;
import java.time.Duration;
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
  /**
   * Events of a user and stream that are known at most; of more within the horizon, the oldest are
   * not. They are read and written with each of them: a robot's are 16 KiB.
   */
  static final int REMEMBERED = 1_024;

  /** Beacons and interactions number their ids each for themselves. */
  private static final int SEED_OF_BEACONS = 1;

  private static final int SEED_OF_INTERACTIONS = 2;

  /** The lowest bit of an id: whether it is of a beacon. */
  private static final long STREAM = 1;

  /**
   * How many horizons an id is kept: an outage as long as the horizon makes none forgotten too
   * early, nor does a topic of the same stream that is read so much sooner than another.
   */
  private static final int KEPT_HORIZONS = 2;

  /** By turns an id and when it came first, epoch milliseconds; the newest last. */
  private final ValueState<long[]> recent;

  private final long horizon;

  Repetitions(RuntimeContext context, Duration horizon) {
    this.horizon = horizon.toMillis();
    ValueStateDescriptor<long[]> descriptor =
        new ValueStateDescriptor<>(
            "recent-events", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
    descriptor.enableTimeToLive(TimeToLive.of(horizon.multipliedBy(KEPT_HORIZONS)));
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
    int ofStream = 0;
    int over = 0;
    for (int i = 0; i < known.length; i += 2) {
      if (known[i] == id && Math.abs(now - known[i + 1]) <= horizon) {
        return true;
      }
      if (isOfStream(known[i], id)) {
        ofStream++;
        over += isOver(known[i + 1], now) ? 1 : 0;
      }
    }
    recent.update(with(id, now, known, over, Math.max(0, ofStream - over + 1 - REMEMBERED)));
    return false;
  }

  private boolean isOver(long first, long now) {
    return now - first > KEPT_HORIZONS * horizon;
  }

  /** Only its own stream tells: a backlog of the other one may be read much later, or sooner. */
  private static boolean isOfStream(long known, long id) {
    return ((known ^ id) & STREAM) == 0;
  }

  /** With one more, without those of its stream that are over, and without its first ones. */
  private long[] with(long id, long now, long[] known, int over, int tooMany) {
    long[] next = new long[known.length + 2 - 2 * (over + tooMany)];
    int left = tooMany;
    int place = 0;
    for (int i = 0; i < known.length; i += 2) {
      boolean ofStream = isOfStream(known[i], id);
      if (ofStream && isOver(known[i + 1], now)) {
        continue;
      }
      if (ofStream && left > 0) {
        left--;
        continue;
      }
      next[place++] = known[i];
      next[place++] = known[i + 1];
    }
    next[place] = id;
    next[place + 1] = now;
    return next;
  }

  private static long id(UserEvent event) {
    return event.beacon() != null
        ? Murmur.of(event.beacon().eventId(), SEED_OF_BEACONS)[0] | STREAM
        : Murmur.of(event.interaction().eventId(), SEED_OF_INTERACTIONS)[0] & ~STREAM;
  }
}
