package io.nowfeed.local.replay;

/**
 * How a replay ended.
 *
 * @param file the file's name
 * @param finished whether every row was sent or skipped; false when it was stopped before
 * @param resumedAt the rows that earlier runs on the same data directory had done
 * @param seconds how long this run took
 * @param counts of all runs
 */
public record ReplaySummary(
    String file, boolean finished, long resumedAt, double seconds, ReplayCounts counts) {}
