package io.nowfeed.local.lineage;

import java.util.Map;

/**
 * Records that sources and sinks counted since their job started or was restarted last.
 *
 * @param taken by operator, what a source read, or a sink was handed
 * @param refused by operator, how many of those a sink could not write
 */
record OperatorCounts(Map<String, Long> taken, Map<String, Long> refused) {
  /** What a source read; null when that is not known. */
  Long read(String operator) {
    return taken.get(operator);
  }

  /** What a sink wrote; null when that is not known. */
  Long written(String operator) {
    Long handed = taken.get(operator);
    return handed == null ? null : handed - refused.getOrDefault(operator, 0L);
  }

  /** What a sink could not write; null when that is not known. */
  Long refused(String operator) {
    return refused.get(operator);
  }
}
