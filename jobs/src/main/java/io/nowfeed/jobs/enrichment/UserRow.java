package io.nowfeed.jobs.enrichment;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.jobs.flow.TimeToLive;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The current user's row of the users table: its recent versions, or that it was deleted. Changes
 * come in the order of Postgres' log, but a restarted connector repeats itself: what is older than
 * the newest known is passed over.
 */
final class UserRow {
  private final int maxVersions;
  private final long versionRetention;
  private final ValueState<UserVersions> versions;
  private final ValueState<Long> deletedLsn;
  private final ValueState<Boolean> repeatedDelete;

  UserRow(RuntimeContext context, EnrichmentOptions options) {
    maxVersions = options.maxVersions();
    versionRetention = options.versionRetention().toMillis();
    StateTtlConfig deletedRetention = TimeToLive.ofRare(options.deletedRetention());
    // Lives as long as the row in Postgres: it is the table, and a delete clears it.
    versions =
        context.getState(
            new ValueStateDescriptor<>("user", TypeInformation.of(UserVersions.class)));
    ValueStateDescriptor<Long> deleted = new ValueStateDescriptor<>("deleted-lsn", Types.LONG);
    deleted.enableTimeToLive(deletedRetention);
    deletedLsn = context.getState(deleted);
    // Cleared by the tombstone that follows; a connector set up without tombstones leaves it.
    ValueStateDescriptor<Boolean> repeated =
        new ValueStateDescriptor<>("repeated-delete", Types.BOOLEAN);
    repeated.enableTimeToLive(deletedRetention);
    repeatedDelete = context.getState(repeated);
  }

  /** The versions of the row, without those too old for an event of now; null without a row. */
  UserVersions versions(long now) throws Exception {
    UserVersions known = versions.value();
    if (known == null) {
      return null;
    }
    UserVersions kept = known.at(now, versionRetention);
    if (kept.newestFirst().size() < known.newestFirst().size()) {
      versions.update(kept);
    }
    return kept;
  }

  /** Whether the row was deleted, not too long ago. */
  boolean isDeleted() throws Exception {
    return deletedLsn.value() != null;
  }

  /** Whether there is a row, or was one. */
  boolean isKnown() throws Exception {
    return versions.value() != null || isDeleted();
  }

  /** Takes a row's new version; says whether it is one. */
  boolean upsert(UserChange change) throws Exception {
    UserVersions known = versions.value();
    if (known != null ? known.newest().isNewerThan(change) : change.lsn() < newestDeletion()) {
      return false;
    }
    UserChange whole = change.over(known == null ? null : known.newest().attributes());
    UserVersion version = UserVersion.of(whole);
    versions.update(
        known == null
            ? UserVersions.of(version)
            : known.with(version, maxVersions, versionRetention));
    if (known == null) {
      deletedLsn.clear();
    } else {
      repeatedDelete.clear();
    }
    return true;
  }

  private long newestDeletion() throws Exception {
    Long lsn = deletedLsn.value();
    return lsn == null ? Long.MIN_VALUE : lsn;
  }

  /** Takes the deletion of a row; says whether it is one. */
  boolean delete(UserChange change) throws Exception {
    UserVersions known = versions.value();
    if (known != null && isRepeated(change, known.newest())) {
      return false;
    }
    boolean news = known != null || !isDeleted(); // the tombstone after a delete says nothing new
    long position = known == null ? newestDeletion() : known.newest().lsn();
    if (news || change.lsn() > position) {
      deletedLsn.update(Math.max(change.lsn(), Math.max(position, 0)));
    }
    versions.clear();
    return news;
  }

  /**
   * Whether a restarted connector says again that a user was deleted who has been inserted since. A
   * tombstone has no position: it is as old as the deletion it follows.
   */
  private boolean isRepeated(UserChange change, UserVersion newest) throws Exception {
    if (change.isTombstone()) {
      boolean followsRepeated = repeatedDelete.value() != null;
      repeatedDelete.clear();
      return followsRepeated;
    }
    boolean older = newest.isNewerThan(change);
    if (older) {
      repeatedDelete.update(true);
    }
    return older;
  }
}
