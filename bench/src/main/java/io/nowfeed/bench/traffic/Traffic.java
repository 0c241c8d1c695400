package io.nowfeed.bench.traffic;

/** How interactions spread over the items. */
public enum Traffic {
  /** Every item is as likely. */
  UNIFORM(0),
  /** A goal is scored: one item takes 90 % of them; the others share the rest. */
  HOT(90);

  private final int hotPercent;

  Traffic(int hotPercent) {
    this.hotPercent = hotPercent;
  }

  /** The item that a scattered number stands for, of so many. */
  int item(int items, long mixed) {
    return Mix.below(100, mixed >>> 32) < hotPercent ? 0 : Mix.below(items, mixed);
  }
}
