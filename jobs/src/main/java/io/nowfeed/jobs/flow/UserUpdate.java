package io.nowfeed.jobs.flow;

import io.nowfeed.cdc.UserChange;

/**
 * What comes of the users table: one of a change, and the word that a partition is loaded. Both
 * travel one stream, because the word is only true behind the changes that were read before it.
 *
 * @param key whom a change belongs to; of the word, which part of the state it is for, and null
 *     before it is spread to all parts
 * @param change the change, or null
 * @param loaded the word, or null
 */
public record UserUpdate(UserHash key, UserChange change, LoadedPartition loaded) {

  /** A change. */
  public static UserUpdate of(UserChange change) {
    return new UserUpdate(UserHash.of(change.userId()), change, null);
  }

  /** The word that a partition is loaded, for nobody yet. */
  public static UserUpdate loaded(LoadedPartition loaded) {
    return new UserUpdate(null, null, loaded);
  }

  /** The same word for one part of the state. */
  public UserUpdate to(UserHash part) {
    return new UserUpdate(part, null, loaded);
  }
}
