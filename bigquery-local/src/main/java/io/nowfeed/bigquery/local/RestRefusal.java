package io.nowfeed.bigquery.local;

/** The REST protocol's "no": an HTTP code and the reason word the official client exposes. */
final class RestRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;

  RestRefusal(int code, String reason, String text) {
    super(text);
    this.code = code;
    this.reason = reason;
  }

  static RestRefusal invalid(String text) {
    return new RestRefusal(400, "invalid", text);
  }

  static RestRefusal notFound(String what) {
    return new RestRefusal(404, "notFound", "Not found: " + what);
  }

  static RestRefusal duplicate(String what) {
    return new RestRefusal(409, "duplicate", "Already Exists: " + what);
  }

  /** For what the real BigQuery does and this one does not. */
  static RestRefusal unsupported(String what) {
    return new RestRefusal(501, "notImplemented", "The local BigQuery does not support " + what);
  }

  int code() {
    return code;
  }

  String reason() {
    return reason;
  }
}
