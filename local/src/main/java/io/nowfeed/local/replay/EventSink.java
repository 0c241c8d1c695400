package io.nowfeed.local.replay;

import io.nowfeed.events.Beacon;
import io.nowfeed.events.Interaction;

/** Takes events and makes them visible together with the progress that counts them. */
interface EventSink extends AutoCloseable {
  /**
   * Ends what an earlier run left open and reads how far it came.
   *
   * @return null when there was none
   */
  ReplayProgress resume();

  void send(Beacon beacon);

  void send(Interaction interaction);

  /** All since the last commit becomes visible, or nothing of it. */
  void commit(ReplayProgress progress);

  /** The last events sent, of earlier runs too; complete after a commit. */
  Positions sent();

  /** What is not committed never becomes visible. */
  @Override
  void close();
}
