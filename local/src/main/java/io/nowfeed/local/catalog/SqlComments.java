package io.nowfeed.local.catalog;

import io.nowfeed.local.catalog.CatalogItem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the SQL that creates a table says of it in {@code COMMENT ON}. */
final class SqlComments {
  private static final Pattern COMMENT =
      Pattern.compile("COMMENT ON (TABLE|COLUMN) (\\w+)(?:\\.(\\w+))? IS '([^']*)';");
  private static final Pattern OWNER = Pattern.compile("^(.*) Owner: (\\w+)\\.$");

  private SqlComments() {}

  /**
   * The table that the SQL creates.
   *
   * @throws IllegalArgumentException if it does not say what the table is and whose
   */
  static CatalogItem table(String sql) {
    Matcher comment = COMMENT.matcher(sql);
    List<CatalogField> columns = new ArrayList<>();
    String table = null;
    String about = "";
    while (comment.find()) {
      if (comment.group(1).equals("TABLE")) {
        table = comment.group(2);
        about = comment.group(4);
      } else {
        columns.add(PersonalData.column(comment.group(3), "", comment.group(4)));
      }
    }
    Matcher owner = OWNER.matcher(about);
    if (!owner.matches()) {
      throw new IllegalArgumentException(
          "the SQL of a table must say what it is: COMMENT ON TABLE ... IS '... Owner: TEAM.'");
    }
    return new CatalogItem(
        Kind.POSTGRES, table, owner.group(2), List.of(), owner.group(1), List.copyOf(columns));
  }
}
