package io.nowfeed.local.everyevent;

import io.nowfeed.events.Origin;

/**
 * Something that goes wrong.
 *
 * @param phase when
 * @param amongEvents whether among the events; else among the changes of the tables
 * @param after how many records are sent before
 * @param kind what
 * @param poison the record on which the job throws; null of other kinds
 * @param parallelism the job's afterwards, where it is started again
 */
record Fault(int phase, boolean amongEvents, int after, Kind kind, Origin poison, int parallelism) {
  /** Whether it goes wrong before record {@code number} of a step. */
  boolean isAt(int ofPhase, boolean events, int number) {
    return phase == ofPhase && amongEvents == events && after == number;
  }

  /** What can go wrong. */
  enum Kind {
    /** An operator throws. */
    THROW,
    /** The machine is gone. */
    KILL,
    /** The job is cancelled and goes on from its last checkpoint, perhaps with more subtasks. */
    RESUBMIT,
    /** The job is stopped with a savepoint and started from it, perhaps with more subtasks. */
    UPGRADE
  }
}
