package io.nowfeed.jobs.popularity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Goes through the items of many tallies in the order of their ids, and adds up what a window and
 * the one before it have of each: in memory are the tallies as they are, and one item at a time.
 */
final class TallyMerge {
  private final long[] now = new long[Counts.SIZE];
  private final long[] before = new long[Counts.SIZE];

  /** A binary heap by the id of the entry at which each tally is. */
  private final Source[] heap;

  private int size;
  private boolean inNow;
  private byte[] bytes;
  private int idStart;
  private int idEnd;

  /**
   * A merge before the first item.
   *
   * @param nowTallies the panes of a window
   * @param beforeTallies the panes of the window before
   */
  TallyMerge(List<byte[]> nowTallies, List<byte[]> beforeTallies) {
    heap = new Source[nowTallies.size() + beforeTallies.size()];
    nowTallies.forEach(tally -> add(tally, true));
    beforeTallies.forEach(tally -> add(tally, false));
    for (int i = size / 2 - 1; i >= 0; i--) {
      siftDown(i);
    }
  }

  private void add(byte[] tally, boolean isNow) {
    TallyReader reader = new TallyReader(tally);
    if (reader.next()) {
      heap[size++] = new Source(reader, isNow);
    }
  }

  /** Goes to the next item; false behind the last. */
  boolean next() {
    if (size == 0) {
      return false;
    }
    Arrays.fill(now, 0);
    Arrays.fill(before, 0);
    inNow = false;
    TallyReader first = heap[0].reader;
    bytes = first.bytes;
    idStart = first.idStart();
    idEnd = first.idEnd();
    do {
      take(heap[0]);
    } while (size > 0 && heap[0].reader.isAt(bytes, idStart, idEnd));
    return true;
  }

  private void take(Source source) {
    inNow |= source.isNow;
    long[] sum = source.isNow ? now : before;
    long[] counts = source.reader.counts();
    for (int i = 0; i < Counts.SIZE; i++) {
      sum[i] += counts[i];
    }
    if (!source.reader.next()) {
      heap[0] = heap[--size];
      heap[size] = null;
    }
    siftDown(0);
  }

  /** Whether the item is in the window itself. */
  boolean inNow() {
    return inNow;
  }

  /** What the window has of the item; valid until the next one. */
  long[] now() {
    return now;
  }

  /** What the window before has of the item; valid until the next one. */
  long[] before() {
    return before;
  }

  String contentId() {
    return new String(bytes, idStart, idEnd - idStart, StandardCharsets.UTF_8);
  }

  private void siftDown(int from) {
    int parent = from;
    while (true) {
      int child = 2 * parent + 1;
      if (child >= size) {
        return;
      }
      if (child + 1 < size && heap[child + 1].reader.compareId(heap[child].reader) < 0) {
        child++;
      }
      if (heap[parent].reader.compareId(heap[child].reader) <= 0) {
        return;
      }
      Source swapped = heap[parent];
      heap[parent] = heap[child];
      heap[child] = swapped;
      parent = child;
    }
  }

  private record Source(TallyReader reader, boolean isNow) {}
}
