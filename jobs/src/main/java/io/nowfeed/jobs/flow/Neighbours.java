package io.nowfeed.jobs.flow;

/**
 * What users who engaged with an item also engaged with, for one who asked.
 *
 * @param asker who asked
 * @param number the asker's occasion
 * @param item the hash of the item asked for
 * @param weight how much the answer counts
 * @param items the hashes of the neighbours, best first
 * @param scores how strongly each is connected, in their order
 * @param counts how often users engaged with both, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and Flink has a serializer for it
public record Neighbours(
    UserHash asker,
    long number,
    long item,
    float weight,
    long[] items,
    float[] scores,
    int[] counts) {
  /** Of an item that knows none. */
  public static Neighbours none(Visit visit) {
    return new Neighbours(
        visit.asker(),
        visit.number(),
        visit.item(),
        visit.weight(),
        new long[0],
        new float[0],
        new int[0]);
  }
}
