package io.nowfeed.local.replay;

import java.util.Map;

/**
 * Waits until the job has taken in what later events depend on. Event time is compressed in a
 * replay, while the job joins in the order of processing: only waiting keeps cause before effect.
 * Waits throw {@link ReplayException} when nothing moves for too long, and {@link
 * ReplayStoppedException} when the replay is told to stop.
 */
interface ConsumedBarrier extends AutoCloseable {
  /** Until the job has consumed these records, and all before them. */
  void awaitConsumed(Positions positions);

  /**
   * Until the job has consumed the change that made each user what is given here.
   *
   * @param users rows by user id, as the table holds them
   */
  void awaitUsers(Map<String, UserRow> users);

  @Override
  void close();
}
