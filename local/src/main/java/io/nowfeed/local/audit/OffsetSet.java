package io.nowfeed.local.audit;

import io.nowfeed.local.kafka.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Offsets of one partition. A dense million takes some 130 kB, in whatever order it comes; a whole
 * range next to nothing.
 */
final class OffsetSet {
  private final Roaring64Bitmap offsets;

  OffsetSet() {
    this(new Roaring64Bitmap());
  }

  private OffsetSet(Roaring64Bitmap offsets) {
    this.offsets = offsets;
  }

  /** Adds one; false when it was there. */
  boolean add(long offset) {
    if (offsets.contains(offset)) {
      return false;
    }
    offsets.addLong(offset);
    return true;
  }

  void addAll(OffsetRange range) {
    if (range.size() > 0) {
      offsets.addRange(range.begin(), range.end());
    }
  }

  boolean contains(long offset) {
    return offsets.contains(offset);
  }

  long size() {
    return offsets.getLongCardinality();
  }

  boolean isEmpty() {
    return offsets.isEmpty();
  }

  /** The lowest, in order. */
  List<Long> first(int count) {
    List<Long> first = new ArrayList<>();
    PeekableLongIterator all = offsets.getLongIterator();
    while (all.hasNext() && first.size() < count) {
      first.add(all.next());
    }
    return first;
  }

  /** Those that the other has not. */
  OffsetSet minus(OffsetSet other) {
    return new OffsetSet(Roaring64Bitmap.andNot(offsets, other.offsets));
  }

  /** Those that both have. */
  OffsetSet and(OffsetSet other) {
    return new OffsetSet(Roaring64Bitmap.and(offsets, other.offsets));
  }

  /** What it takes in memory, about, bytes. */
  long sizeInBytes() {
    return offsets.getLongSizeInBytes();
  }
}
