package io.nowfeed.bigquery.local;

/** One field's value that its column cannot hold. */
final class InvalidValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidValueException(String text) {
    super(text);
  }
}
