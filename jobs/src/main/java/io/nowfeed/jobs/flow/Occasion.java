package io.nowfeed.jobs.flow;

import java.util.List;

/**
 * A user's event with what the profile says of the user before it. Whether a list is to be made,
 * and for how many items neighbours were asked.
 *
 * @param event the event
 * @param number counts a user's occasions; neighbours come back with it. Of an erasure, the last
 *     one before it
 * @param lists whether a list is to be made
 * @param arm the user's arm of the experiment
 * @param asked how many answers come
 * @param engagedBefore with how many items the user had engaged before, as far as is remembered
 * @param tastes the categories the user likes most, best first
 */
public record Occasion(
    EnrichedEvent event,
    long number,
    boolean lists,
    String arm,
    int asked,
    int engagedBefore,
    List<Taste> tastes) {
  /** Replaces missing tastes by none, so that readers need no null check. */
  public Occasion {
    tastes = tastes == null ? List.of() : tastes;
  }
}
