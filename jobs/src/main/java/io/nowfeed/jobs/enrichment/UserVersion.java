package io.nowfeed.jobs.enrichment;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.events.UserAttributes;

/**
 * A row of the users table, as the join keeps it.
 *
 * @param attributes the row
 * @param lsn the position of its last change in Postgres' log, bytes
 * @param asOf since when it is true, epoch milliseconds
 * @param snapshot whether a snapshot read it
 */
public record UserVersion(UserAttributes attributes, long lsn, long asOf, boolean snapshot) {
  static UserVersion of(UserChange change) {
    return new UserVersion(change.attributes(), change.lsn(), change.asOf(), change.snapshot());
  }

  /**
   * Whether a change was made before this version. A snapshot's row stands further on in the log
   * than changes that a transaction made which was open during the snapshot.
   */
  boolean isNewerThan(UserChange change) {
    return change.lsn() < lsn && !(snapshot && !change.snapshot());
  }
}
