package io.nowfeed.events;

/** A value that is no event of its topic. The message is the detail of the dead letter. */
public final class MalformedEventException extends Exception {
  private static final long serialVersionUID = 1L;

  private final DeadLetterReason reason;

  /**
   * @param reason for machines
   * @param detail for people
   */
  public MalformedEventException(DeadLetterReason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** Why, for machines. */
  public DeadLetterReason reason() {
    return reason;
  }

  /** Raised once per bad record, read never: a stack trace would only cost. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
