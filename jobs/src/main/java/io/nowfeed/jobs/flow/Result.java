package io.nowfeed.jobs.flow;

import io.nowfeed.events.Origin;

/**
 * What one job wrote and another reads, and where it stands: whoever cannot take it says which
 * record that was.
 *
 * @param <T> the record
 * @param record what was written
 * @param place the coordinates of it, not of the event that it was made of
 * @param writtenAt when the broker took it, epoch milliseconds
 * @param key its key in the topic, null when it has none
 * @param valueSize the size of its value, bytes
 */
@SuppressWarnings("ArrayRecordComponent") // raw bytes; never compared
public record Result<T>(T record, Origin place, long writtenAt, byte[] key, int valueSize) {}
