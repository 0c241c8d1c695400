package io.nowfeed.bench.flow;

import java.io.Serializable;

/**
 * A stream that is the same in every run: its elements follow from their number alone.
 *
 * @param <T> what streams
 */
public interface Feed<T> extends Serializable {
  /** How many elements there are. */
  long size();

  /** The element of a number, counted from 0. */
  T element(long number);

  /** Its event time, epoch milliseconds; grows with the number. */
  long ts(long number);

  /**
   * When an element comes: nanoseconds after the first one that has its time; below 0 as soon as
   * the one before it is through. After those that have none there is a pause.
   */
  default long due(long number) {
    return -1;
  }

  /** The watermark after the last element, epoch milliseconds. */
  long end();
}
