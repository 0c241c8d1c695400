package io.nowfeed.events;

import java.util.List;

/**
 * The top content by one measure, such as most liked.
 *
 * @param by wire name of the {@link Measure}: {@code likes}
 * @param items best first; equal values are ordered by content id
 */
public record TopList(String by, List<RankedContent> items) {
  /** Replaces a missing list by an empty one, so that readers need no null check. */
  public TopList {
    items = items == null ? List.of() : items;
  }
}
