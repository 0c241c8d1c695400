package io.nowfeed.local.dashboards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The SQL that a page shows. */
final class DocumentedSql {
  private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  private DocumentedSql() {}

  /** The statements that begin with a word. */
  static List<String> of(String page, String word) throws IOException {
    Path root = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().resolveSibling("");
    return BLOCK
        .matcher(Files.readString(root.resolve(page)))
        .results()
        .map((MatchResult block) -> block.group(1))
        .flatMap(block -> Stream.of(block.split(";\n", -1)))
        .map(String::strip)
        .filter(statement -> statement.startsWith(word))
        .toList();
  }
}
