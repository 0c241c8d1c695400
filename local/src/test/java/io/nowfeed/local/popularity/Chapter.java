package io.nowfeed.local.popularity;

import io.nowfeed.events.Interaction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A part of what happens.
 *
 * @param events in the order they are sent; made anew each time, because they may be millions
 * @param fault what goes wrong as soon as they are sent
 * @param passed the next chapter begins only when event time has passed this, epoch milliseconds;
 *     at once when it is {@link #AT_ONCE}
 */
record Chapter(Supplier<Stream<Interaction>> events, Fault fault, long passed) {
  static final long AT_ONCE = Long.MIN_VALUE;

  /** What goes wrong. */
  enum Fault {
    NONE,
    /** An operator throws at an event of the chapter, of which the story knows. */
    THROW,
    /** The machine is gone. */
    KILL,
    /** The job is stopped with a savepoint, and goes on with another parallelism. */
    RESCALE
  }
}
