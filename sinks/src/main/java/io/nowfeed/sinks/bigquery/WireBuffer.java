package io.nowfeed.sinks.bigquery;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.charset.StandardCharsets;

/**
 * Where the protobuf fields of one row after the other are written, front to back, once. Rows lie
 * side by side in chunks and are handed out as slices of them, so that none is copied.
 *
 * <p>protobuf's CodedOutputStream wants the length of a nested value before its bytes, and so a
 * second pass over every string. Here one byte is left for the length and the value moved only when
 * it turns out to need more.
 */
final class WireBuffer {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int MAX_VARINT_BYTES = 10;
  private static final int CONTINUES = 0x80;

  private byte[] bytes = new byte[CHUNK_BYTES];
  private int rowStart;
  private int length;

  /** Begins a row; what was written of one that did not end is gone. */
  void begin() {
    length = rowStart;
  }

  /** Ends the row and hands it out. */
  ByteString end() {
    if (bytes.length > CHUNK_BYTES) {
      return endLarge();
    }
    // Nothing before the start of the next row is written again.
    ByteString row = UnsafeByteOperations.unsafeWrap(bytes, rowStart, length - rowStart);
    rowStart = length;
    return row;
  }

  /** One huge row must not pin what its chunk has grown to. */
  private ByteString endLarge() {
    ByteString row = ByteString.copyFrom(bytes, rowStart, length - rowStart);
    bytes = new byte[CHUNK_BYTES];
    rowStart = 0;
    length = 0;
    return row;
  }

  void varint(long value) {
    reserve(MAX_VARINT_BYTES);
    length = putVarint(length, value);
  }

  void fixed64(long value) {
    reserve(Long.BYTES);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  void bytes(byte[] value) {
    varint(value.length);
    raw(value);
  }

  void bytes(ByteString value) {
    varint(value.size());
    reserve(value.size());
    value.copyTo(bytes, length);
    length += value.size();
  }

  /** UTF-8; an unpaired surrogate becomes a question mark. */
  void text(String value) {
    int start = open();
    reserve(value.length());
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      if (character >= CONTINUES) {
        length = rowStart + start + 1;
        raw(value.getBytes(StandardCharsets.UTF_8));
        break;
      }
      bytes[length++] = (byte) character;
    }
    close(start);
  }

  /** Begins a nested value; give what it returns, a place in the row, to {@link #close}. */
  int open() {
    reserve(1);
    return length++ - rowStart;
  }

  /** Ends the nested value and fills in its length. */
  void close(int start) {
    int size = length - (rowStart + start + 1);
    int extra = varintBytes(size) - 1;
    if (extra > 0) {
      reserve(extra);
      int value = rowStart + start + 1;
      System.arraycopy(bytes, value, bytes, value + extra, size);
      length += extra;
    }
    putVarint(rowStart + start, size);
  }

  private void raw(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  private int putVarint(int at, long value) {
    int position = at;
    long rest = value;
    while ((rest & -CONTINUES) != 0) {
      bytes[position++] = (byte) (rest | CONTINUES);
      rest >>>= 7;
    }
    bytes[position++] = (byte) rest;
    return position;
  }

  private static int varintBytes(int value) {
    int significantBits = Integer.SIZE - Integer.numberOfLeadingZeros(value | 1);
    return (significantBits + 6) / 7;
  }

  private void reserve(int more) {
    if (more > bytes.length - length) {
      moveToNewChunk(more);
    }
  }

  /** Takes along what there is of the row. */
  private void moveToNewChunk(int more) {
    int written = length - rowStart;
    int needed = Math.addExact(written, more);
    byte[] chunk = new byte[needed <= CHUNK_BYTES ? CHUNK_BYTES : Math.max(needed, 2 * written)];
    System.arraycopy(bytes, rowStart, chunk, 0, written);
    bytes = chunk;
    rowStart = 0;
    length = written;
  }
}
