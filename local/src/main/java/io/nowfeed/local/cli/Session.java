package io.nowfeed.local.cli;

import io.nowfeed.local.observe.Observation;
import java.util.List;

/** What sends events while the platform runs. */
interface Session extends AutoCloseable {
  /** Before the jobs run: what they join with. */
  void prepare();

  /** Begins to send. */
  void start();

  /** What it does, in a few words, for the screen. */
  String describe();

  /** The first thing that went wrong, or null. */
  String problem();

  /** Whether it has come to its own end. */
  boolean isOver();

  /** How many interactions were sent on this data directory, as far as this session knows. */
  long interactionsSent();

  /** What it did, for the summary. */
  List<String> summary(Observation seen);

  /** Stops sending; what was sent is counted. */
  @Override
  void close();
}
