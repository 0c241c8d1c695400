package io.nowfeed.local.replay;

import java.util.HashMap;
import java.util.Map;

/** Compares what is known of a user with what a row says. */
public final class Attributes {
  private Attributes() {}

  /** Whether {@code said} holds a value other than {@code known}; silence is no difference. */
  public static boolean differ(Map<String, String> known, Map<String, String> said) {
    return !known.entrySet().containsAll(said.entrySet());
  }

  /** {@code known}, overwritten by what is {@code said}. */
  public static Map<String, String> updated(Map<String, String> known, Map<String, String> said) {
    Map<String, String> updated = new HashMap<>(known);
    updated.putAll(said);
    return Map.copyOf(updated);
  }
}
