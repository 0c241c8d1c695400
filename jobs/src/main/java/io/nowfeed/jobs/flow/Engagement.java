package io.nowfeed.jobs.flow;

/**
 * A user engaged with an item, after others.
 *
 * @param item the hash of the item: see {@link ContentHash}
 * @param before the hashes of the items the user had engaged with, the last one first
 * @param ts event time, epoch milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and Flink has a serializer for it
public record Engagement(long item, long[] before, long ts) {}
