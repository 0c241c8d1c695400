package io.nowfeed.local.catalog;

/**
 * A field of a record, or a column.
 *
 * @param path names from the record to the field, with dots
 * @param type as its place calls it; empty where that is not known
 * @param pii which kind of personal data it is, null when it is none
 * @param description what it is
 */
public record CatalogField(String path, String type, String pii, String description) {
  /** For people and searches: {@code pii:location}; empty when it is nothing personal. */
  public String tag() {
    return pii == null ? "" : "pii:" + pii;
  }

  /** The last name of the path. */
  String leaf() {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
