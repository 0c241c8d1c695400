package io.nowfeed.local.topics;

/** A file does not declare topics and rights; the text says what is wrong with it. */
public final class InvalidTopicsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidTopicsException(String message, Throwable cause) {
    super(message, cause);
  }
}
