package io.nowfeed.local.kafka;

/** The Kafka cluster did not do what it was asked for. */
public final class KafkaFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was attempted and what came of it: all that is shown
   * @param cause what the client said, for the log
   */
  public KafkaFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
