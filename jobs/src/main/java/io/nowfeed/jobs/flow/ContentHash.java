package io.nowfeed.jobs.flow;

/**
 * What a content item is remembered by in the state of users and of other items: 64 bits in place
 * of an id of any length. Among ten million items two share a hash with a probability of
 * 3·10<sup>-6</sup>; then one of them is taken for the other.
 */
public final class ContentHash {
  /** A fixed function: state is found by it for ever. */
  private static final int SEED = 0x6e6f7766;

  private ContentHash() {}

  /** The hash of an item's id; never 0, which stands for none. */
  public static long of(String contentId) {
    long hash = Murmur.of(contentId, SEED)[0];
    return hash == 0 ? 1 : hash;
  }
}
