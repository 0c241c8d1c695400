package io.nowfeed.jobs.recommendation;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * How lists are made.
 *
 * @param windows the windows whose leaderboards are used, by their labels, in this order
 * @param items on a list at most
 * @param expiresAfter after how long a list should no longer be shown
 * @param activeFor for how long after a beacon a user is active
 * @param seen how many items of a user's last interactions are kept
 * @param profileRetention after how long without events a profile is forgotten
 */
public record RecommendationOptions(
    List<String> windows,
    int items,
    Duration expiresAfter,
    Duration activeFor,
    int seen,
    Duration profileRetention)
    implements Serializable {}
