package io.nowfeed.local.platform;

/** Something the user did, or has on the machine, keeps the platform from running. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, where, and what to do: all that is shown
   */
  public UsageException(String message) {
    super(message);
  }
}
