package io.nowfeed.sinks.bigquery;

/**
 * What a checkpoint makes visible: a stream, up to and including an offset.
 *
 * @param stream full name of a BUFFERED stream
 * @param lastOffset offset of the last row that belongs to the checkpoint, from 0
 * @param endOfStream true if nothing follows, so that the stream can be finalized
 */
public record BigQueryCommittable(String stream, long lastOffset, boolean endOfStream) {}
