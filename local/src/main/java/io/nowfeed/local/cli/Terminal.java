package io.nowfeed.local.cli;

/** The terminal, if there is one; the launcher says how wide it is. */
final class Terminal {
  private static final int DEFAULT_COLUMNS = 100;

  private Terminal() {}

  static boolean isOne() {
    return Boolean.getBoolean("nowfeed.terminal");
  }

  static int columns() {
    return Math.max(20, Integer.getInteger("nowfeed.columns", DEFAULT_COLUMNS));
  }
}
