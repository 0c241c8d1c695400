package io.nowfeed.local.replay;

import java.util.Collection;
import java.util.Map;

/** The users table, as the backend of a replayed shop writes it. Thread-safe. */
interface UserTable extends AutoCloseable {
  /**
   * Inserts those that are not there.
   *
   * @param users rows by user id
   * @return what the table then holds of them, which differs for users that were there
   */
  Map<String, UserRow> insertMissing(Map<String, UserRow> users);

  /** What the table holds; users it lacks are absent. */
  Map<String, UserRow> read(Collection<String> userIds);

  /** Sets the whole row of a user, who is inserted if need be. */
  void write(String userId, UserRow row);

  @Override
  void close();
}
