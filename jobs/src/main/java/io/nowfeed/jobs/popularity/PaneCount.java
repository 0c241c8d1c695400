package io.nowfeed.jobs.popularity;

import io.nowfeed.events.ActionCounts;

/**
 * What came to a content item's counts within a pane.
 *
 * @param key segment and content item
 * @param pane the pane's start, event time, epoch milliseconds
 * @param counts what to add
 */
public record PaneCount(SegmentContent key, long pane, ActionCounts counts) {}
