package io.nowfeed.local.everyevent;

import io.nowfeed.local.everyevent.Meaning.Row;
import java.util.ArrayList;
import java.util.List;

/** What the semantics say about one user's row: its versions, or that it is gone. */
final class ModelUser {
  /** Oldest first: the versions an event may still be joined with. */
  private final List<Row> versions = new ArrayList<>();

  /** The events that wait for the row, in their order. */
  private final List<Input> waiting = new ArrayList<>();

  private boolean deleted;
  private long deletedAt;
  private boolean deletionWasOld;

  /** Takes a row; says whether it was news. */
  boolean upsert(Row row) {
    if (isOld(row)) {
      return false;
    }
    if (versions.isEmpty()) {
      versions.add(row);
    } else {
      add(row);
    }
    deleted = false;
    deletionWasOld = false;
    return true;
  }

  private boolean isOld(Row row) {
    if (!versions.isEmpty()) {
      return isBefore(row, newest());
    }
    return deleted && row.lsn() < deletedAt;
  }

  /** A snapshot's position is that of the log's end: what is written behind it is never old. */
  private static boolean isBefore(Row row, Row newest) {
    return row.lsn() < newest.lsn() && (row.snapshot() || !newest.snapshot());
  }

  /** A row that says the same has been so all the while, and takes no position. */
  private void add(Row row) {
    Row known = newest();
    if (row.attributes().equals(known.attributes())) {
      long since = Math.min(known.asOf(), row.asOf());
      replaceNewest(new Row(row.userId(), row.attributes(), known.lsn(), since, known.snapshot()));
    } else if (row.lsn() == known.lsn()) {
      replaceNewest(row);
    } else {
      versions.add(row);
    }
    forget(row.asOf());
    while (versions.size() > Setting.MAX_VERSIONS) {
      versions.remove(0);
    }
  }

  private void replaceNewest(Row row) {
    versions.set(versions.size() - 1, row);
  }

  /** Takes a deletion that has a position; says whether it was news. */
  boolean delete(Row row) {
    deletionWasOld = !versions.isEmpty() && isBefore(row, newest());
    return !deletionWasOld && gone(row.lsn());
  }

  /** Takes a deletion without position: it is as old as the one it follows, or news. */
  boolean tombstone() {
    boolean followsOld = deletionWasOld;
    deletionWasOld = false;
    return !followsOld && gone(0);
  }

  private boolean gone(long lsn) {
    if (deleted) {
      deletedAt = Math.max(deletedAt, lsn);
      return false;
    }
    deletedAt = versions.isEmpty() ? lsn : Math.max(lsn, newest().lsn());
    deleted = true;
    versions.clear();
    return true;
  }

  boolean isDeleted() {
    return deleted;
  }

  boolean hasRow() {
    return !versions.isEmpty();
  }

  /** The version that was valid at a time; of a time before all that are kept, the oldest. */
  Row at(long ts) {
    forget(ts);
    for (int i = versions.size() - 1; i > 0; i--) {
      if (versions.get(i).asOf() <= ts) {
        return versions.get(i);
      }
    }
    return versions.get(0);
  }

  List<Input> waiting() {
    return waiting;
  }

  private Row newest() {
    return versions.get(versions.size() - 1);
  }

  /** Versions that were replaced too long before. */
  private void forget(long now) {
    while (versions.size() > 1 && versions.get(1).asOf() < now - Setting.VERSION_RETENTION) {
      versions.remove(0);
    }
  }
}
