package io.nowfeed.jobs.popularity;

/**
 * What came to a segment's counts within a pane.
 *
 * @param segment {@code global}, or dimensions and their values
 * @param pane the pane's start, event time, epoch milliseconds
 * @param tally what to add, see {@link Tally}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and Flink has a serializer for it
public record PaneTally(String segment, long pane, byte[] tally) {}
