package io.nowfeed.jobs.flow;

import io.nowfeed.events.DeadLetter;

/**
 * What a source makes of a record: its event, or the dead letter it became. Both travel one stream
 * for a moment, because a source has no side outputs, and because watermarks must be taken per
 * partition, hence in the source, hence after parsing.
 *
 * @param event the event, null for a dead letter
 * @param deadLetter the dead letter, null for an event
 */
public record Inbound<T>(T event, DeadLetter deadLetter) {

  /** A record that could be taken. */
  public static <T> Inbound<T> of(T event) {
    return new Inbound<>(event, null);
  }

  /** A record that could not. */
  public static <T> Inbound<T> refused(DeadLetter deadLetter) {
    return new Inbound<>(null, deadLetter);
  }
}
