package io.nowfeed.local.replay;

import java.util.SortedMap;

/**
 * What a replay did so far, on this data directory, in all its runs.
 *
 * @param rowsRead rows of the file, without the header: sent and skipped
 * @param sent interactions
 * @param anonymous those of them without a user
 * @param skipped rows that are no events, by reason
 * @param beacons sessions opened
 * @param users users seen, each inserted once
 * @param userUpdates users' rows that changed an attribute, each an UPDATE
 * @param contentItems items seen, each published once
 * @param sentByCountry the interactions of users, by the country their row says; empty where the
 *     mapping names no country
 */
public record ReplayCounts(
    long rowsRead,
    long sent,
    long anonymous,
    SortedMap<String, Long> skipped,
    long beacons,
    long users,
    long userUpdates,
    long contentItems,
    SortedMap<String, Long> sentByCountry) {}
