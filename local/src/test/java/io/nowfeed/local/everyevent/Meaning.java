package io.nowfeed.local.everyevent;

import io.nowfeed.events.Beacon;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.UserAttributes;

/** What a record says; the model goes by this and never reads bytes. */
sealed interface Meaning {
  /** A beacon. */
  record Seen(Beacon beacon) implements Meaning {}

  /** An interaction. */
  record Did(Interaction interaction) implements Meaning {}

  /**
   * A change of a user's row.
   *
   * @param attributes the row, null when it is deleted
   */
  record Row(String userId, UserAttributes attributes, long lsn, long asOf, boolean snapshot)
      implements Meaning {
    Row(String userId, UserAttributes attributes, long lsn, long asOf) {
      this(userId, attributes, lsn, asOf, false);
    }
  }

  /** A null under a user's key. */
  record Tombstone(String userId) implements Meaning {}

  /**
   * A change of the catalogue.
   *
   * @param item null when it is withdrawn
   */
  record Item(String contentId, ContentItem item) implements Meaning {}

  /** Nothing: the record is malformed. */
  record Malformed(DeadLetterReason reason) implements Meaning {}
}
