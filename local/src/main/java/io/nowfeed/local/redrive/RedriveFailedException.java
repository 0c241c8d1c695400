package io.nowfeed.local.redrive;

/** Driving again ended early; what it had put back counts, and a next run goes on behind it. */
public final class RedriveFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened and what to do: all that is shown
   * @param cause what the client said, for the log; may be null
   */
  public RedriveFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
