package io.nowfeed.jobs.recommendation;

import java.io.Serializable;
import java.time.Duration;

/**
 * How lists are made.
 *
 * @param items on a list at most
 * @param expiresAfter after how long a list should no longer be shown
 * @param activeFor for how long after a beacon a user is active
 * @param seen how many items of a user's last interactions are kept
 * @param profileRetention after how long without events a profile is forgotten
 */
public record RecommendationOptions(
    int items, Duration expiresAfter, Duration activeFor, int seen, Duration profileRetention)
    implements Serializable {}
