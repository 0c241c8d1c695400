package io.nowfeed.bigquery.local;

import io.nowfeed.bigquery.local.ResultType.Member;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads DuckDB's name of a type, such as {@code STRUCT(a BIGINT, "b c" VARCHAR[])[]}: JDBC tells of
 * nested types in no other way.
 */
final class ResultTypeParser {
  private final String text;
  private int position;

  private ResultTypeParser(String text) {
    this.text = text;
  }

  static ResultType parse(String typeName) {
    return new ResultTypeParser(typeName).type();
  }

  private ResultType type() {
    String name = word();
    ResultType type =
        switch (name) {
          case "STRUCT" -> ResultType.struct(members());
          case "MAP" -> map();
          case "DECIMAL" -> decimal();
          default -> ResultType.scalar(scalar(name));
        };
    skipArguments();
    return arrays(type);
  }

  /** Letters, digits, underscores and single spaces between: {@code TIMESTAMP WITH TIME ZONE}. */
  private String word() {
    int start = position;
    while (position < text.length()
        && (Character.isLetterOrDigit(peek()) || "_ ".indexOf(peek()) >= 0)) {
      position++;
    }
    return text.substring(start, position).strip();
  }

  private List<Member> members() {
    List<Member> members = new ArrayList<>();
    expect('(');
    do {
      skipSpaces();
      String name = memberName();
      skipSpaces();
      members.add(new Member(name, type()));
    } while (take(','));
    expect(')');
    return members;
  }

  private String memberName() {
    return take('"') ? quotedName() : unquotedName();
  }

  private String unquotedName() {
    int start = position;
    position = text.indexOf(' ', start);
    return text.substring(start, position);
  }

  /** A quote within a name is doubled. */
  private String quotedName() {
    int start = position;
    while (peek() != '"' || text.startsWith("\"\"", position)) {
      position += peek() == '"' ? 2 : 1;
    }
    String name = text.substring(start, position++);
    return name.replace("\"\"", "\"");
  }

  private ResultType map() {
    expect('(');
    Member key = new Member("key", type());
    expect(',');
    skipSpaces();
    Member value = new Member("value", type());
    expect(')');
    return ResultType.struct(List.of(key, value)).array();
  }

  private ResultType decimal() {
    expect('(');
    int digits = Integer.parseInt(word());
    expect(',');
    int scale = Integer.parseInt(word());
    expect(')');
    int whole = ColumnTypes.DECIMAL_DIGITS - ColumnTypes.NUMERIC_SCALE;
    boolean numeric = scale <= ColumnTypes.NUMERIC_SCALE && digits - scale <= whole;
    return ResultType.scalar(numeric ? "NUMERIC" : "BIGNUMERIC");
  }

  private static String scalar(String name) {
    return switch (name) {
      case "BOOLEAN" -> "BOOLEAN";
      case "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT" ->
          "INTEGER";
      case "FLOAT", "DOUBLE" -> "FLOAT";
      case "BLOB" -> "BYTES";
      case "DATE" -> "DATE";
      case "TIME" -> "TIME";
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> "DATETIME";
      case "TIMESTAMP WITH TIME ZONE" -> "TIMESTAMP";
      case "JSON" -> "JSON";
      case "VARCHAR", "UUID", "ENUM", "INTERVAL", "BIT", "\"NULL\"", "NULL", "" -> "STRING";
      default -> throw RestRefusal.unsupported("results of DuckDB's type " + name);
    };
  }

  /** What an ENUM lists in parentheses; no other type left has any. */
  private void skipArguments() {
    if (position < text.length() && peek() == '(') {
      position = text.lastIndexOf(')') + 1;
    }
  }

  private ResultType arrays(ResultType element) {
    ResultType type = element;
    while (take('[')) {
      position = text.indexOf(']', position) + 1;
      type = type.array();
    }
    return type;
  }

  private char peek() {
    return text.charAt(position);
  }

  private void skipSpaces() {
    while (take(' ')) {}
  }

  private boolean take(char wanted) {
    boolean there = position < text.length() && peek() == wanted;
    if (there) {
      position++;
    }
    return there;
  }

  private void expect(char wanted) {
    if (!take(wanted)) {
      throw RestRefusal.unsupported("results of DuckDB's type " + text);
    }
  }
}
