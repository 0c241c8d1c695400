package io.nowfeed.local.platform;

/** Hears how the start goes. May be called by several threads. */
@FunctionalInterface
public interface StartProgress {
  /**
   * A part is there.
   *
   * @param part what
   * @param seconds how long it took
   */
  void started(String part, double seconds);
}
