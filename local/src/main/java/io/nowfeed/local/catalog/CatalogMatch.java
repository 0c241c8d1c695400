package io.nowfeed.local.catalog;

/**
 * What a search found.
 *
 * @param item where
 * @param field which field, null when it is the item as a whole
 */
public record CatalogMatch(CatalogItem item, CatalogField field) {}
