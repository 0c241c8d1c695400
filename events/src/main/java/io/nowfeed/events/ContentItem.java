package io.nowfeed.events;

import java.util.List;

/**
 * A thing that can be recommended.
 *
 * @param contentId unique per item
 * @param category the one category it is in, may be null
 * @param language ISO 639-1 code, null when it has none (a picture)
 * @param regions the countries or regions that may see it; empty means everywhere
 * @param tags free words, may be empty
 * @param publishedAt epoch milliseconds before which it is not shown, null means already published
 * @param expiresAt epoch milliseconds from which it is not shown, null means never
 * @param title for people, may be null
 * @param url where it is, may be null
 */
public record ContentItem(
    String contentId,
    String category,
    String language,
    List<String> regions,
    List<String> tags,
    Long publishedAt,
    Long expiresAt,
    String title,
    String url) {
  /** Replaces missing lists by empty ones, so that readers need no null check. */
  public ContentItem {
    regions = regions == null ? List.of() : regions;
    tags = tags == null ? List.of() : tags;
  }
}
