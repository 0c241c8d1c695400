package io.nowfeed.local.leaderboard;

/** There is no such leaderboard now. */
public final class NoBoardException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is not there, and what is: all that is shown
   */
  public NoBoardException(String message) {
    super(message);
  }
}
