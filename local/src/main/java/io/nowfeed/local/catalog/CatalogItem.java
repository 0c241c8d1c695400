package io.nowfeed.local.catalog;

import java.util.List;

/**
 * A topic, a table or a folder of files.
 *
 * @param kind what it is
 * @param name its name; of a table without project, host and schema
 * @param owner who answers for what is in it
 * @param useCases what it is for; empty for tables
 * @param description what a record or row is
 * @param fields in the order of its definition
 */
public record CatalogItem(
    Kind kind,
    String name,
    String owner,
    List<String> useCases,
    String description,
    List<CatalogField> fields) {
  /** What holds records. */
  public enum Kind {
    TOPIC("topic"),
    POSTGRES("postgres table"),
    BIGQUERY("bigquery table"),
    ARCHIVE("archive");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }
  }

  /** For people: kind and name. */
  public String title() {
    return kind.text() + " " + name;
  }

  /** Whether any field is personal. */
  public boolean isPersonal() {
    return fields.stream().anyMatch(field -> field.pii() != null);
  }
}
