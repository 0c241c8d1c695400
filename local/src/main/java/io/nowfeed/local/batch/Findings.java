package io.nowfeed.local.batch;

import java.util.List;
import java.util.Map;

/**
 * How what was published compares with the batch, and how much there was to compare.
 *
 * @param differing how many rows of boards are only in one of the two
 * @param differences the first of them, for people
 * @param left keys whose last record is a board, although nothing is left to show
 * @param counted interactions the batch counted
 * @param late interactions the job left out
 * @param windows by window length
 */
public record Findings(
    long differing,
    List<String> differences,
    List<String> left,
    long counted,
    long late,
    Map<String, Window> windows) {
  /**
   * What there is of one window length.
   *
   * @param boards windows that show something, of all segments
   * @param places rows of all their lists
   * @param emptyEnds ends at which nothing had to be shown any more
   * @param ties neighbours on a list with equal values
   * @param trends places that are neither new nor unchanged
   * @param moves places that were another rank one slide before
   * @param records in the topic, repetitions and tombstones included
   * @param tombstones in the topic
   * @param corrected windows that were published more than once, each time with something else
   */
  public record Window(
      long boards,
      long places,
      long emptyEnds,
      long ties,
      long trends,
      long moves,
      long records,
      long tombstones,
      long corrected) {}
}
