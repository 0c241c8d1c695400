package io.nowfeed.events;

/**
 * A place on a list of recommendations, with the evidence for it.
 *
 * @param rank from 1
 * @param contentId the content item
 * @param score what ranks it among those of its rung: see docs/recommendations.md; 0 for fresh
 *     content
 * @param reason the rung of the ladder it comes from
 * @param evidence why it is there
 * @param interest whether the item is of a category the user chose
 */
public record RecommendedItem(
    int rank, String contentId, double score, Rung reason, Evidence evidence, boolean interest) {
  /** Replaces missing evidence by none, so that readers need no null check. */
  public RecommendedItem {
    evidence = evidence == null ? Evidence.none() : evidence;
  }

  /** The same at another place. */
  public RecommendedItem at(int place) {
    return new RecommendedItem(place, contentId, score, reason, evidence, interest);
  }
}
