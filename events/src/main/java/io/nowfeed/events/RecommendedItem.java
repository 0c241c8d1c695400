package io.nowfeed.events;

/**
 * A place on a list of recommendations, with the evidence for it.
 *
 * @param rank from 1
 * @param contentId the content item
 * @param score the score the item had on its leaderboard; 0 for fresh content
 * @param reason the rung of the ladder it comes from
 * @param segment the leaderboard it comes from, null for fresh content
 * @param interest whether the item is of a category the user chose
 */
public record RecommendedItem(
    int rank, String contentId, double score, Rung reason, String segment, boolean interest) {}
