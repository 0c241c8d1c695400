package io.nowfeed.events;

/**
 * A place on a leaderboard.
 *
 * @param rank from 1
 * @param contentId the content item
 * @param score the weighted sum of the counts
 * @param counts what happened to the item within the window
 */
public record RankedContent(int rank, String contentId, double score, ActionCounts counts) {}
