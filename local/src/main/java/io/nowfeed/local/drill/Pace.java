package io.nowfeed.local.drill;

import java.time.Duration;

/**
 * How much time faults get.
 *
 * @param freeze how long Flink's processes and BigQuery are frozen
 * @param freezeOfKafka how long the broker is frozen
 * @param freezeOfCapture how long Postgres and Connect are frozen
 * @param look how long lists must flow before the next fault, to see those that are felt late
 * @param longestPause between that and the next fault
 */
public record Pace(
    Duration freeze,
    Duration freezeOfKafka,
    Duration freezeOfCapture,
    Duration look,
    Duration longestPause) {
  /**
   * Longer than anybody waits for an answer: Flink's heartbeats and ZooKeeper's sessions 5 s,
   * Kafka's clients 30 s, Postgres for a reader of its log 10 s.
   */
  public static final Pace THOROUGH =
      new Pace(seconds(8), seconds(33), seconds(13), seconds(10), seconds(6));

  /** Longer than Flink, ZooKeeper and Postgres wait, and not Kafka's clients. */
  public static final Pace QUICK =
      new Pace(seconds(7), seconds(7), seconds(12), seconds(4), seconds(1));

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
