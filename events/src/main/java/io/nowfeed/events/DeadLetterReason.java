package io.nowfeed.events;

/** Why a record could not be taken. */
public enum DeadLetterReason {
  /** The value is absent or has no bytes, where the topic has no tombstones. */
  EMPTY_VALUE,
  /** The record has no key; without one the order of a user's events is not kept. */
  MISSING_KEY,
  /** The record's key is not the id of its content item, by which it would be withdrawn. */
  KEY_MISMATCH,
  /** The value is larger than the job takes. */
  TOO_LARGE,
  /** The value is not well-formed JSON in UTF-8. */
  NOT_JSON,
  /** The value, or a field of it, has another JSON type than the contract says. */
  WRONG_TYPE,
  /** A required field is absent, null or blank. */
  MISSING_FIELD,
  /** The action is none that the contract knows. */
  UNKNOWN_ACTION,
  /** The event claims to be from further in the future than clocks differ. */
  FUTURE_TIMESTAMP,
  /** The event claims to be from before this kind of event existed: mostly seconds for ms. */
  IMPLAUSIBLE_TIMESTAMP,
  /** The table of analysts that it was to be a row of does not take that row. */
  REFUSED_BY_TABLE
}
