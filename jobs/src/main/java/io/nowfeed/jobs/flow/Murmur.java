package io.nowfeed.jobs.flow;

import org.apache.commons.codec.digest.MurmurHash3;

/**
 * The 128 bits of MurmurHash3 (x64) of a text's UTF-16 characters, low byte first: what Guava's
 * {@code murmur3_128(seed).hashUnencodedChars} says, without a stream of its bytes. State is found
 * by it, so it is what it is for ever.
 */
public final class Murmur {
  private Murmur() {}

  /**
   * The hash: its first 64 bits, and the other ones.
   *
   * @param seed not negative: libraries differ in what they make of others
   */
  public static long[] of(String text, int seed) {
    byte[] characters = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      characters[2 * i] = (byte) at;
      characters[2 * i + 1] = (byte) (at >>> Byte.SIZE);
    }
    return MurmurHash3.hash128x64(characters, 0, characters.length, seed);
  }
}
