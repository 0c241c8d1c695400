package io.nowfeed.local.replay;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which rows of a file are no events.
 *
 * @param reason under which they are counted
 * @param column whose value decides
 * @param test how it decides
 * @param operand what the value is compared with; empty for tests that need none
 */
record SkipRule(String reason, String column, Test test, String operand) {
  private static final Pattern SYNTAX =
      Pattern.compile("(.+?)\\s+(starts-with|equals|empty|not-positive)(?:\\s+(.+))?");

  /** How a value is judged. */
  enum Test {
    STARTS_WITH,
    EQUALS,
    EMPTY,
    NOT_POSITIVE
  }

  /**
   * Reads {@code <column> starts-with <text>}, {@code <column> equals <text>}, {@code <column>
   * empty} or {@code <column> not-positive}.
   */
  static SkipRule parse(String reason, String text, String where) {
    Matcher matcher = SYNTAX.matcher(text.strip());
    if (!matcher.matches()) {
      throw wrong(reason, text, where);
    }
    Test test = Test.valueOf(matcher.group(2).replace('-', '_').toUpperCase(Locale.ROOT));
    String operand = matcher.group(3) == null ? "" : matcher.group(3);
    boolean needsOperand = test == Test.STARTS_WITH || test == Test.EQUALS;
    if (needsOperand == operand.isEmpty()) {
      throw wrong(reason, text, where);
    }
    return new SkipRule(reason, matcher.group(1), test, operand);
  }

  /** Whether a row with this value is skipped. */
  boolean matches(String value) {
    return switch (test) {
      case STARTS_WITH -> value.startsWith(operand);
      case EQUALS -> value.equals(operand);
      case EMPTY -> value.isEmpty();
      case NOT_POSITIVE -> !isPositive(value);
    };
  }

  private static boolean isPositive(String value) {
    try {
      return Double.parseDouble(value) > 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static ReplayException wrong(String reason, String text, String where) {
    return new ReplayException(
        where
            + ": skip."
            + reason
            + " is '"
            + text
            + "'; write '<column> starts-with <text>', '<column> equals <text>',"
            + " '<column> empty' or '<column> not-positive'");
  }
}
