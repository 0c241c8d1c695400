package io.nowfeed.cdc;

import io.nowfeed.events.UserAttributes;

/**
 * A change of one row of the users table.
 *
 * @param userId the user
 * @param attributes the row after the change, null when the row was deleted
 * @param lsn the position of the change in Postgres' log, in bytes; 0 for a bare tombstone, which
 *     carries none. Of two changes of a user the one with the greater position is newer.
 * @param asOf when the change was committed, epoch milliseconds; 0 for a bare tombstone
 */
public record UserChange(String userId, UserAttributes attributes, long lsn, long asOf) {
  /** Whether the row is gone. */
  public boolean isDelete() {
    return attributes == null;
  }

  /**
   * This change without Debezium's placeholders for large values that an update left alone: they
   * are what the version before has.
   *
   * @param before the version before, null when it is not known; a placeholder is then null
   */
  public UserChange over(UserAttributes before) {
    return this;
  }

  /** Whether the change is a bare tombstone: a deletion of which compaction left only the key. */
  public boolean isTombstone() {
    return lsn == 0 && isDelete();
  }
}
