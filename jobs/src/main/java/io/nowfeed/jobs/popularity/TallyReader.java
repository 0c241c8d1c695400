package io.nowfeed.jobs.popularity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Goes through the entries of a {@link Tally}. */
final class TallyReader {
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  final byte[] bytes;
  private final long[] counts = new long[Counts.SIZE];
  private int start;
  private int idStart;
  private int idEnd;
  private int position = 1;

  /** The first eight bytes of the id, which nearly always decide how two compare. */
  private long prefix;

  /**
   * A reader before the first entry.
   *
   * @throws IllegalStateException when another version of Nowfeed wrote the tally
   */
  TallyReader(byte[] bytes) {
    if (bytes[0] != Tally.VERSION) {
      throw new IllegalStateException(
          "a tally of version "
              + bytes[0]
              + " is in state, this Nowfeed reads version "
              + Tally.VERSION
              + "; start from a savepoint of this version, or upgrade Nowfeed");
    }
    this.bytes = bytes;
  }

  /** Goes to the next entry; false behind the last. */
  boolean next() {
    if (position == bytes.length) {
      return false;
    }
    start = position;
    int length = (int) varint();
    idStart = position;
    idEnd = idStart + length;
    position = idEnd;
    prefix = prefix(length);
    long present = varint();
    for (int i = 0; i < Counts.SIZE; i++) {
      counts[i] = (present & 1L << i) == 0 ? 0 : varint();
    }
    return true;
  }

  int start() {
    return start;
  }

  int end() {
    return position;
  }

  int idStart() {
    return idStart;
  }

  int idEnd() {
    return idEnd;
  }

  /** The entry's counts; valid until the next one. */
  long[] counts() {
    return counts;
  }

  String contentId() {
    return new String(bytes, idStart, idEnd - idStart, StandardCharsets.UTF_8);
  }

  /** Whether the entry is of this id. */
  boolean isAt(byte[] ids, int from, int to) {
    return Arrays.equals(bytes, idStart, idEnd, ids, from, to);
  }

  int compareId(TallyReader other) {
    if (prefix != other.prefix) {
      return Long.compareUnsigned(prefix, other.prefix);
    }
    return Arrays.compareUnsigned(bytes, idStart, idEnd, other.bytes, other.idStart, other.idEnd);
  }

  private long prefix(int length) {
    if (length >= Long.BYTES) {
      return (long) BIG_ENDIAN.get(bytes, idStart);
    }
    long first = 0;
    for (int i = idStart; i < idEnd; i++) {
      first = (first << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    return length == 0 ? 0 : first << (Byte.SIZE * (Long.BYTES - length));
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[position++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
