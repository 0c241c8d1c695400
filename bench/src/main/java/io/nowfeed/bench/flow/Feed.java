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

  /** The watermark after the last element, epoch milliseconds. */
  long end();
}
