package io.nowfeed.local.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** Which fault comes next, and when: every kind in turn, in an order that a seed draws. */
public final class DrillPlan implements Iterator<Fault> {
  /** Longer than Flink's heartbeats and ZooKeeper's sessions wait: 5 s. */
  private static final Duration FREEZE = Duration.ofSeconds(8);

  /** Longer than Kafka's clients wait for an answer: 30 s. */
  private static final Duration FREEZE_OF_KAFKA = Duration.ofSeconds(33);

  /** Longer than Postgres waits for a reader of its log, as the platform sets it: 10 s. */
  private static final Duration FREEZE_OF_CAPTURE = Duration.ofSeconds(13);

  private static final int LONGEST_PAUSE_MILLIS = 6_000;

  private final Random random;
  private final List<Fault> kinds;
  private final List<Fault> left = new ArrayList<>();

  /**
   * @param seed the same seed, the same faults in the same order
   * @param kinds of faults, each of which comes before any comes again
   */
  public DrillPlan(long seed, List<Fault> kinds) {
    this.random = new Random(seed);
    this.kinds = List.copyOf(kinds);
  }

  /** Every kind of fault there is. */
  public static List<Fault> everyKind() {
    return List.of(
        Fault.kill("taskmanager-1"),
        Fault.kill("taskmanager-2"),
        Fault.kill("jobmanager"),
        Fault.kill("kafka"),
        Fault.kill("connect"),
        Fault.kill("postgres"),
        Fault.kill("bigquery"),
        Fault.kill("zookeeper"),
        Fault.freeze("taskmanager-1", FREEZE),
        Fault.freeze("jobmanager", FREEZE),
        Fault.freeze("kafka", FREEZE_OF_KAFKA),
        Fault.freeze("connect", FREEZE_OF_CAPTURE),
        Fault.freeze("postgres", FREEZE_OF_CAPTURE),
        Fault.freeze("bigquery", FREEZE));
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Fault next() {
    if (left.isEmpty()) {
      left.addAll(kinds);
      Collections.shuffle(left, random);
    }
    return left.remove(left.size() - 1);
  }

  /** How long to wait before the next one, in milliseconds: it may meet a server half up. */
  long pauseMillis() {
    return random.nextInt(LONGEST_PAUSE_MILLIS);
  }
}
