package io.nowfeed.local.replay;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.UserAttributes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The rows of Online Retail as a replay reads them, for tests that send them themselves. */
public final class RetailRows {
  private RetailRows() {}

  /**
   * A row that is an event.
   *
   * @param attributes null when nobody is signed in
   */
  public record Row(Interaction interaction, UserAttributes attributes, ContentItem content) {}

  /** The events of a file, in its order. */
  public static Stream<Row> of(Path file) {
    RowReader reader = RowReader.open(file, ReplayMapping.onlineRetail());
    return Stream.generate(reader::next)
        .takeWhile(Objects::nonNull)
        .filter(row -> !row.isSkipped())
        .map(row -> new Row(row.toInteraction(), attributes(row), row.content()))
        .onClose(reader::close);
  }

  private static UserAttributes attributes(ReplayRow row) {
    Map<String, String> known = row.attributes();
    return row.isAnonymous()
        ? null
        : new UserAttributes(known.get("country"), null, null, null, null, null, List.of());
  }
}
