package io.nowfeed.jobs.flow;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;

/** After how long state that nobody writes any more is removed. */
public final class TimeToLive {
  /**
   * Entries of others that are looked at with each access, where state is on the heap. Flink's
   * default is 5, which costs more than the access; with one, all are looked at once in as many
   * accesses as there are entries, long before they would pile up. RocksDB looks when it compacts.
   */
  private static final int LOOKED_AT = 1;

  /** Flink's default: as many entries in a compaction before it asks for the time again. */
  private static final int ASKED_EVERY = 1_000;

  private TimeToLive() {}

  /** Counted from when the state was written last. */
  public static StateTtlConfig of(Duration retention) {
    return StateTtlConfig.newBuilder(retention).cleanupIncrementally(LOOKED_AT, false).build();
  }

  /**
   * The same of state that hardly anybody has. On the heap a look at others would go through all
   * key groups in search of one, with each access; there what is over goes with the next start.
   */
  public static StateTtlConfig ofRare(Duration retention) {
    return StateTtlConfig.newBuilder(retention)
        .disableCleanupInBackground()
        .cleanupInRocksdbCompactFilter(ASKED_EVERY)
        .cleanupFullSnapshot()
        .build();
  }
}
