package io.nowfeed.jobs.popularity;

import java.util.Arrays;

/** Writes a {@link Tally}; entries come sorted. */
final class TallyWriter {
  private static final int MAX_VARINT = 10;

  private final long[] sum = new long[Counts.SIZE];
  private byte[] bytes;
  private int position;

  /**
   * An empty one.
   *
   * @param capacity bytes that are probably enough
   */
  TallyWriter(int capacity) {
    this.bytes = new byte[capacity + 1];
    this.bytes[position++] = Tally.VERSION;
  }

  void write(byte[] id, int from, int to, long[] counts) {
    reserve((to - from) + (Counts.SIZE + 2) * MAX_VARINT);
    varint(to - from);
    System.arraycopy(id, from, bytes, position, to - from);
    position += to - from;
    long present = 0;
    for (int i = 0; i < Counts.SIZE; i++) {
      if (counts[i] != 0) {
        present |= 1L << i;
      }
    }
    varint(present);
    for (long count : counts) {
      if (count != 0) {
        varint(count);
      }
    }
  }

  /** Writes the entry as it is. */
  void copy(TallyReader entry) {
    int length = entry.end() - entry.start();
    reserve(length);
    System.arraycopy(entry.bytes, entry.start(), bytes, position, length);
    position += length;
  }

  /** Writes the sum of two entries of the same id. */
  void writeSum(TallyReader one, TallyReader other) {
    for (int i = 0; i < Counts.SIZE; i++) {
      sum[i] = one.counts()[i] + other.counts()[i];
    }
    write(one.bytes, one.idStart(), one.idEnd(), sum);
  }

  byte[] toBytes() {
    return position == bytes.length ? bytes : Arrays.copyOf(bytes, position);
  }

  private void reserve(int length) {
    if (bytes.length - position < length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, position + length));
    }
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[position++] = (byte) rest;
  }
}
