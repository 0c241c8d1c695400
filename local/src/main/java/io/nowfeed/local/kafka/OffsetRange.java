package io.nowfeed.local.kafka;

/**
 * A part of a partition. Not every offset in it is a record: transactions and compaction leave
 * gaps.
 *
 * @param begin its first offset
 * @param end the offset behind its last one; not below {@code begin}
 */
public record OffsetRange(long begin, long end) {
  /** Whether the offset is in it. */
  public boolean contains(long offset) {
    return offset >= begin && offset < end;
  }

  /** How many offsets it has: no less than records. */
  public long size() {
    return end - begin;
  }
}
