package io.nowfeed.cdc;

import io.nowfeed.events.UserAttributes;

/**
 * A change of one row of the users table.
 *
 * @param userId the user
 * @param attributes the row after the change, null when the row was deleted. It may hold Debezium's
 *     placeholders: see {@link #over}.
 * @param lsn the position of the change in Postgres' log, in bytes; 0 for a bare tombstone, which
 *     carries none. Of two changes of a user the one with the greater position is newer, but behind
 *     a row of a snapshot: that has the position at which the snapshot began, and what a
 *     transaction wrote that was open then comes behind it with a smaller one.
 * @param asOf since when the row is true, epoch milliseconds: its {@code valid_from} where the
 *     table has one, else when the change was committed; for a row of a snapshot without {@code
 *     valid_from} when it was read, for a deletion always when it was committed; 0 for a bare
 *     tombstone
 * @param snapshot whether the row was read by a snapshot, and not written just now
 */
public record UserChange(
    String userId, UserAttributes attributes, long lsn, long asOf, boolean snapshot) {

  /** A change that was written, not read by a snapshot. */
  public UserChange(String userId, UserAttributes attributes, long lsn, long asOf) {
    this(userId, attributes, lsn, asOf, false);
  }

  /** Whether the row is gone. */
  public boolean isDelete() {
    return attributes == null;
  }

  /**
   * This change without Debezium's placeholders for large values that an update left alone: they
   * are what the version before has.
   *
   * @param before the version before, null when it is not known; a placeholder is then null, and
   *     interests empty
   */
  public UserChange over(UserAttributes before) {
    return isDelete() || !UnchangedValues.in(attributes)
        ? this
        : new UserChange(userId, UnchangedValues.replaced(attributes, before), lsn, asOf, snapshot);
  }

  /** Whether the change is a bare tombstone: a deletion of which compaction left only the key. */
  public boolean isTombstone() {
    return lsn == 0 && isDelete();
  }
}
