package io.nowfeed.jobs.enrichment;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import io.nowfeed.jobs.flow.UserEvent;
import java.time.Duration;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Knows the event ids of the current user within the horizon. Time is the broker's, so that neither
 * a phone's clock nor a pause of the job makes a difference.
 *
 * <p>An id is kept as 64 bits. With a thousand events of a user within the horizon, an event is
 * taken for a repetition by mistake once in 10<sup>16</sup>.
 */
final class Repetitions {
  /** Beacons and interactions number their ids each for themselves. */
  private static final HashFunction BEACONS = Hashing.murmur3_128(1);

  private static final HashFunction INTERACTIONS = Hashing.murmur3_128(2);

  /** An outage as long as the horizon makes none forgotten too early. */
  private static final int OUTAGE_FACTOR = 2;

  private final MapState<Long, Long> firstSeen;
  private final long horizon;

  Repetitions(RuntimeContext context, Duration horizon) {
    this.horizon = horizon.toMillis();
    MapStateDescriptor<Long, Long> descriptor =
        new MapStateDescriptor<>("event-ids", Types.LONG, Types.LONG);
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(horizon.multipliedBy(OUTAGE_FACTOR)).build());
    this.firstSeen = context.getMapState(descriptor);
  }

  /** Whether an event of this id came before; if not, it is remembered. */
  boolean contains(UserEvent event) throws Exception {
    long id = id(event);
    Long first = firstSeen.get(id);
    if (first != null && Math.abs(event.ingestedAt() - first) <= horizon) {
      return true;
    }
    firstSeen.put(id, event.ingestedAt());
    return false;
  }

  private static long id(UserEvent event) {
    return event.beacon() != null
        ? BEACONS.hashUnencodedChars(event.beacon().eventId()).asLong()
        : INTERACTIONS.hashUnencodedChars(event.interaction().eventId()).asLong();
  }
}
