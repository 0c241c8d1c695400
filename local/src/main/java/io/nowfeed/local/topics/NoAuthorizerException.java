package io.nowfeed.local.topics;

/** The brokers let everybody do everything, and keep no rights. */
public final class NoAuthorizerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoAuthorizerException(Throwable cause) {
    super("the brokers have no authorizer, and so no ACLs: everybody may do everything", cause);
  }
}
