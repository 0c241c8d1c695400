package io.nowfeed.local.replay;

import java.util.Map;

/**
 * A row of the users table, as far as a mapping names its columns.
 *
 * @param attributes texts by column name, only what is not empty
 * @param validFrom since when they are true, epoch milliseconds; null: since they were committed
 */
record UserRow(Map<String, String> attributes, Long validFrom) {
  /** Whether an event of this time, or a later one, finds this row true. */
  boolean isTrueAt(long ts) {
    return validFrom != null && validFrom <= ts;
  }
}
