package io.nowfeed.local.replay;

import java.util.Collection;
import java.util.Map;

/** The users table, as the backend of a replayed shop writes it. Thread-safe. */
interface UserTable extends AutoCloseable {
  /**
   * Inserts those that are not there.
   *
   * @param users attributes by user id
   * @return what the table then holds of them, which differs for users that were there
   */
  Map<String, Map<String, String>> insertMissing(Map<String, Map<String, String>> users);

  /** What the table holds; users it lacks are absent. */
  Map<String, Map<String, String>> read(Collection<String> userIds);

  /** Sets all attributes of a user, who is inserted if need be. */
  void write(String userId, Map<String, String> attributes);

  @Override
  void close();
}
