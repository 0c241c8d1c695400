package io.nowfeed.jobs.flow;

/**
 * What state is kept under: 128 bits in place of a user's id. So state is as small for long ids as
 * for short ones, and what must outlive a user's erasure, such as that there was one, does not name
 * it. Two of 250 million users share a hash with a probability of 10<sup>-22</sup>.
 *
 * @param high the first half
 * @param low the second half
 */
public record UserHash(long high, long low) {
  /** A fixed function: state is found by it for ever. */
  private static final int SEED = 0x6e6f7766;

  /** The hash of a {@link io.nowfeed.events.UserKey}. */
  public static UserHash of(String key) {
    long[] hash = Murmur.of(key, SEED);
    // As they were first written, and so are found: the bytes of the hash, read the other way.
    return new UserHash(Long.reverseBytes(hash[0]), Long.reverseBytes(hash[1]));
  }

  /** Spelled out, because state is found by it: a record's own takes several times as long. */
  @Override
  public boolean equals(Object other) {
    return other instanceof UserHash hash && hash.high == high && hash.low == low;
  }

  /** Spelled out, because it places state in a key group: a record's own may change with Java. */
  @Override
  public int hashCode() {
    return Long.hashCode(high);
  }
}
