package io.nowfeed.events;

import java.util.List;

/**
 * What an enriched interaction carries of its content item.
 *
 * @param category the item's category, may be null
 * @param language the item's language, may be null
 * @param tags the item's tags, may be empty
 */
public record ContentFacts(String category, String language, List<String> tags) {
  /** Replaces missing tags by none, so that readers need no null check. */
  public ContentFacts {
    tags = tags == null ? List.of() : tags;
  }

  /** The facts of an item. */
  public static ContentFacts of(ContentItem item) {
    return new ContentFacts(item.category(), item.language(), item.tags());
  }
}
