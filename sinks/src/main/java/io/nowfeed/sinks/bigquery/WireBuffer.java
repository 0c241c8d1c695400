package io.nowfeed.sinks.bigquery;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing buffer that protobuf fields are written to, front to back, once.
 *
 * <p>protobuf's CodedOutputStream wants the length of a nested value before its bytes, and so a
 * second pass over every string. Here one byte is left for the length and the value moved only when
 * it turns out to need more.
 */
final class WireBuffer {
  private static final int INITIAL_BYTES = 4 * 1024;
  // One huge row must not pin its memory for the life of the writer.
  private static final int KEEP_BYTES = 1024 * 1024;
  private static final int MAX_VARINT_BYTES = 10;
  private static final int CONTINUES = 0x80;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int length;

  void clear() {
    length = 0;
    if (bytes.length > KEEP_BYTES) {
      bytes = new byte[INITIAL_BYTES];
    }
  }

  ByteString toByteString() {
    return ByteString.copyFrom(bytes, 0, length);
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
        length = start + 1;
        raw(value.getBytes(StandardCharsets.UTF_8));
        break;
      }
      bytes[length++] = (byte) character;
    }
    close(start);
  }

  /** Begins a nested value; give what it returns to {@link #close}. */
  int open() {
    reserve(1);
    return length++;
  }

  /** Ends the nested value and fills in its length. */
  void close(int start) {
    int size = length - start - 1;
    int extra = varintBytes(size) - 1;
    if (extra > 0) {
      reserve(extra);
      System.arraycopy(bytes, start + 1, bytes, start + 1 + extra, size);
      length += extra;
    }
    putVarint(start, size);
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
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
  }
}
