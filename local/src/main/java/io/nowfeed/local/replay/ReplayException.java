package io.nowfeed.local.replay;

/** The replay cannot start or go on; the text says what, where, and what to do. */
public final class ReplayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a text for the user. */
  public ReplayException(String message) {
    super(message);
  }

  /** With a text for the user, and what was below it. */
  public ReplayException(String message, Throwable cause) {
    super(message, cause);
  }
}
