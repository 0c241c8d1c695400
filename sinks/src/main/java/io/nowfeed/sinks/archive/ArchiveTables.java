package io.nowfeed.sinks.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;

/** What is archived: a folder and a schema each. */
public final class ArchiveTables {
  /** One record for each interaction, with user attributes and content facts. */
  public static final String ENRICHED_INTERACTIONS = "enriched_interactions";

  /** One record for each list of recommendations. */
  public static final String RECOMMENDATIONS = "recommendations";

  /** All of them. */
  public static final List<String> NAMES = List.of(ENRICHED_INTERACTIONS, RECOMMENDATIONS);

  private ArchiveTables() {}

  /**
   * The schema of a table's files.
   *
   * @param table one of {@link #NAMES}
   * @throws IllegalArgumentException if it is none of them
   */
  public static Schema schema(String table) {
    String file = table + ".avsc";
    try (InputStream json = ArchiveTables.class.getResourceAsStream(file)) {
      if (json == null) {
        throw new IllegalArgumentException(
            "Nothing is archived as " + table + ": there are " + NAMES);
      }
      return new Schema.Parser().parse(json);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the schema " + file, e);
    }
  }
}
