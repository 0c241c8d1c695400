package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Action;

/**
 * An interaction as one of its segments sees it.
 *
 * @param key segment and content item
 * @param action what the user did
 * @param ts event time, epoch milliseconds
 */
public record SegmentAction(SegmentContent key, Action action, long ts) {}
