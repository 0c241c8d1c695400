package io.nowfeed.local.replay;

import java.util.Map;

/**
 * How far a replay is: the value of its progress record, written in the transaction of the events
 * it counts.
 *
 * @param file the file's identity
 * @param mappingHash of the mapping
 * @param rowsRead rows sent or skipped, counted from the file's start
 * @param sent interactions among them
 * @param beacons beacons sent with them
 * @param skipped rows skipped, by reason
 * @param finished whether there are no more rows
 * @param lastOffsets the last event in each partition, keyed by {@code topic-partition}; a later
 *     run must still be able to wait until those are consumed
 */
record ReplayProgress(
    FileIdentity file,
    String mappingHash,
    long rowsRead,
    long sent,
    long beacons,
    Map<String, Long> skipped,
    boolean finished,
    Map<String, Long> lastOffsets) {

  ReplayProgress {
    skipped = skipped == null ? Map.of() : Map.copyOf(skipped);
    lastOffsets = lastOffsets == null ? Map.of() : Map.copyOf(lastOffsets);
  }

  static ReplayProgress of(
      FileIdentity file, String mappingHash, ReplayCounts counts, boolean finished) {
    return new ReplayProgress(
        file,
        mappingHash,
        counts.rowsRead(),
        counts.sent(),
        counts.beacons(),
        counts.skipped(),
        finished,
        Map.of());
  }

  ReplayProgress withLastOffsets(Positions positions) {
    return new ReplayProgress(
        file, mappingHash, rowsRead, sent, beacons, skipped, finished, positions.toNames());
  }

  /** Refuses to go on with another file or mapping. */
  void requireSame(FileIdentity otherFile, String otherMapping) {
    if (!file.equals(otherFile)) {
      throw new ReplayException(
          "the data directory holds a replay of "
              + describe(file)
              + ", "
              + rowsRead
              + " rows in, and cannot go on with "
              + describe(otherFile)
              + ": give that file again, or another --data-dir");
    }
    if (!mappingHash.equals(otherMapping)) {
      throw new ReplayException(
          "the data directory holds a replay of "
              + file.name()
              + " with another mapping: give that mapping again, or another --data-dir");
    }
  }

  /** Refuses to go on when the rows already done now read otherwise. */
  void requireSame(ReplayCounts recounted) {
    boolean same =
        recounted.rowsRead() == rowsRead
            && recounted.sent() == sent
            && recounted.beacons() == beacons
            && recounted.skipped().equals(skipped);
    if (!same) {
      throw new ReplayException(
          "the first "
              + rowsRead
              + " rows of "
              + file.name()
              + " are not the ones that were replayed ("
              + sent
              + " events then, "
              + recounted.sent()
              + " now): give the same file again, or another --data-dir");
    }
  }

  private static String describe(FileIdentity file) {
    return file.name()
        + " ("
        + file.size()
        + " bytes, first row "
        + file.firstRowHash().substring(0, 8)
        + ")";
  }
}
