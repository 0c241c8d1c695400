package io.nowfeed.jobs.flow;

/**
 * What is told to an item a user engaged with in the past: what the user engages with now, or that
 * somebody asks for its neighbours.
 *
 * @param item the hash of the item of the past: see {@link ContentHash}
 * @param learned the hash of the item the user engages with now, 0 of a question
 * @param weight of what is learned, above 0; of a question, how much its answer counts
 * @param ts event time, epoch milliseconds
 * @param asker who asks, null when nobody does
 * @param number the asker's occasion
 */
public record Visit(long item, long learned, float weight, long ts, UserHash asker, long number) {

  /** After {@code item} a user engaged with {@code learned}. */
  public static Visit learn(long item, long learned, float weight, long ts) {
    return new Visit(item, learned, weight, ts, null, 0);
  }

  /** Somebody asks. */
  public static Visit ask(long item, UserHash asker, long number, float weight, long ts) {
    return new Visit(item, 0, weight, ts, asker, number);
  }
}
