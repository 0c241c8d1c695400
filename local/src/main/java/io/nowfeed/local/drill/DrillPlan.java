package io.nowfeed.local.drill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which fault comes next, and when: every kind in turn, in an order that a seed draws. */
public final class DrillPlan {
  private final Pace pace;
  private final Random random;
  private final List<Fault> kinds;
  private final List<Fault> left = new ArrayList<>();

  /**
   * @param seed the same seed, the same faults in the same order
   */
  public DrillPlan(long seed, Pace pace) {
    this.pace = pace;
    this.random = new Random(seed);
    this.kinds = everyKind(pace);
  }

  /** Every kind of fault there is. */
  static List<Fault> everyKind(Pace pace) {
    return List.of(
        Fault.kill("taskmanager-1"),
        Fault.kill("taskmanager-2"),
        Fault.kill("jobmanager"),
        Fault.kill("kafka"),
        Fault.kill("connect"),
        Fault.kill("postgres"),
        Fault.kill("bigquery"),
        Fault.kill("zookeeper"),
        Fault.freeze("taskmanager-1", pace.freeze()),
        Fault.freeze("jobmanager", pace.freeze()),
        Fault.freeze("kafka", pace.freezeOfKafka()),
        Fault.freeze("connect", pace.freezeOfCapture()),
        Fault.freeze("postgres", pace.freezeOfCapture()),
        Fault.freeze("bigquery", pace.freeze()),
        Fault.freeze("zookeeper", pace.freeze()));
  }

  /** How many kinds of faults there are: after so many, each was there once. */
  int round() {
    return kinds.size();
  }

  /** The next fault. */
  Fault next() {
    if (left.isEmpty()) {
      left.addAll(kinds);
      Collections.shuffle(left, random);
    }
    return left.remove(left.size() - 1);
  }

  /** How long to wait before the next one, in milliseconds. */
  long pauseMillis() {
    return random.nextInt((int) pace.longestPause().toMillis());
  }

  /** How much time faults get. */
  Pace pace() {
    return pace;
  }
}
