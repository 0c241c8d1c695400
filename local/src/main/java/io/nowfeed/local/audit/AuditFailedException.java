package io.nowfeed.local.audit;

/** The audit cannot say what became of the records. */
public final class AuditFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what cannot be read, and why: all that is shown
   * @param cause what the client said, for the log; may be null
   */
  public AuditFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
