package io.nowfeed.jobs.enrichment;

import java.util.ArrayList;
import java.util.List;

/**
 * The recent versions of a row of the users table.
 *
 * @param newestFirst by their position in Postgres' log; never empty in state
 */
public record UserVersions(List<UserVersion> newestFirst) {

  /** Replaces a missing list by an empty one, so that readers need no null check. */
  public UserVersions {
    newestFirst = newestFirst == null ? List.of() : newestFirst;
  }

  static UserVersions of(UserVersion only) {
    return new UserVersions(List.of(only));
  }

  UserVersion newest() {
    return newestFirst.get(0);
  }

  /**
   * The version that was valid at a time: of those valid since then or before, the one that was
   * written last. Before all of them it is the oldest that is kept, which is the closest known.
   *
   * @param ts event time, epoch milliseconds
   */
  UserVersion asOf(long ts) {
    for (UserVersion version : newestFirst) {
      if (version.asOf() <= ts) {
        return version;
      }
    }
    return newestFirst.get(newestFirst.size() - 1);
  }

  /**
   * With a version that is not older than the newest. One that says the same, as a snapshot that is
   * taken again does, is no new version: the row has been so all the while. Its position is not
   * taken either: what a transaction wrote that was open during the snapshot comes behind it with a
   * smaller one, and is newer.
   *
   * @param limit how many are kept
   * @param retention how long a version is kept after it was replaced, milliseconds
   */
  UserVersions with(UserVersion version, int limit, long retention) {
    List<UserVersion> versions = new ArrayList<>(newestFirst);
    UserVersion newest = newest();
    if (newest.attributes().equals(version.attributes())) {
      long since = Math.min(newest.asOf(), version.asOf());
      versions.set(0, new UserVersion(newest.attributes(), newest.lsn(), since, newest.snapshot()));
    } else if (newest.lsn() == version.lsn()) {
      versions.set(0, version);
    } else {
      versions.add(0, version);
    }
    return kept(versions, limit, version.asOf() - retention);
  }

  /**
   * Without versions that were replaced too long ago; this very object when there are none.
   *
   * @param now event time, epoch milliseconds
   * @param retention how long a version is kept after it was replaced, milliseconds
   */
  UserVersions at(long now, long retention) {
    int size = newestFirst.size();
    return size > 1 && newestFirst.get(size - 2).asOf() < now - retention
        ? kept(newestFirst, size, now - retention)
        : this;
  }

  /** Each was replaced when the next began to be valid. */
  private static UserVersions kept(List<UserVersion> versions, int limit, long replacedSince) {
    int keep = 1;
    while (keep < Math.min(limit, versions.size())
        && versions.get(keep - 1).asOf() >= replacedSince) {
      keep++;
    }
    return new UserVersions(List.copyOf(versions.subList(0, keep)));
  }
}
