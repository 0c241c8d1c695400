package io.nowfeed.sinks.bigquery;

/**
 * What a checkpoint makes visible: a stream, up to and including an offset.
 *
 * @param stream full name of a BUFFERED stream
 * @param lastOffset offset of the last row that belongs to the checkpoint, from 0
 * @param finalizedByUs whether it is of a version that finalized the stream after it was flushed to
 *     this offset; none does any more
 * @param handedOverAt when the writer handed it over, epoch milliseconds; 0 if that is not known
 */
public record BigQueryCommittable(
    String stream, long lastOffset, boolean finalizedByUs, long handedOverAt) {
  /** Of a stream that nobody finalizes. */
  BigQueryCommittable(String stream, long lastOffset, long handedOverAt) {
    this(stream, lastOffset, false, handedOverAt);
  }
}
