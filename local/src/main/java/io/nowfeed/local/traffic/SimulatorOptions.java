package io.nowfeed.local.traffic;

/**
 * How much is simulated.
 *
 * @param rate interactions per second, above 0
 * @param users in the users table at the start, at least 1
 * @param contents content items live at the start, at least 1
 * @param seed the same seed gives the same people and items, and the same choices
 */
public record SimulatorOptions(double rate, int users, int contents, long seed) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming what is out of range
   */
  public SimulatorOptions {
    require(rate > 0 && Double.isFinite(rate), "rate", rate, "above 0");
    require(users >= 1, "users", users, "1 or more");
    require(contents >= 1, "contents", contents, "1 or more");
  }

  private static void require(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be " + range);
    }
  }
}
