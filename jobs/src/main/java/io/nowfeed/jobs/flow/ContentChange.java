package io.nowfeed.jobs.flow;

import io.nowfeed.events.ContentItem;

/**
 * A change of the catalogue.
 *
 * @param contentId the item
 * @param item the item as it is now, null when it was withdrawn
 */
public record ContentChange(String contentId, ContentItem item) {}
