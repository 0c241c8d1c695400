package io.nowfeed.events;

/** How an event found, or did not find, the attributes of its user. */
public enum MatchReason {
  /** The attributes on the record are those of the event's user. */
  MATCHED,
  /** The event names a user that the users table did not hold within the configured wait. */
  NO_SUCH_USER,
  /** The event names a user that was deleted from the users table. */
  DELETED,
  /** The users table was not fully loaded within the configured time after the job's start. */
  NOT_LOADED_IN_TIME,
  /** The event names no user: its session or device stands in. */
  ANONYMOUS
}
