package io.nowfeed.local.replay;

import io.nowfeed.events.UserAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * User attributes as texts by column name, the form in which a file, the users table and its
 * changelog can be compared. An empty text is no value.
 */
public final class UserValues {
  /** Between the interests of a user. */
  static final String SEPARATOR = "|";

  private UserValues() {}

  /** The values of these columns. */
  static Map<String, String> of(UserAttributes attributes, List<String> columns) {
    Map<String, String> values = new HashMap<>();
    for (String column : columns) {
      String value = value(attributes, column);
      if (!value.isEmpty()) {
        values.put(column, value);
      }
    }
    return Map.copyOf(values);
  }

  /**
   * What these values say.
   *
   * @throws ReplayException when a birth year is no number
   */
  public static UserAttributes attributes(Map<String, String> values) {
    String interests = values.get("interests");
    return new UserAttributes(
        values.get("country"),
        values.get("region"),
        values.get("language"),
        birthYear(values.get("birth_year")),
        values.get("gender"),
        values.get("plan"),
        interests == null ? List.of() : List.of(interests.split(Pattern.quote(SEPARATOR), -1)));
  }

  private static Integer birthYear(String text) {
    try {
      return text == null ? null : Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new ReplayException("birth_year '" + text + "' is no year", e);
    }
  }

  private static String value(UserAttributes attributes, String column) {
    Object value =
        switch (column) {
          case "country" -> attributes.country();
          case "region" -> attributes.region();
          case "language" -> attributes.language();
          case "birth_year" -> attributes.birthYear();
          case "gender" -> attributes.gender();
          case "plan" -> attributes.plan();
          case "interests" -> String.join(SEPARATOR, attributes.interests());
          default -> throw new IllegalArgumentException("no attribute of users: " + column);
        };
    return Objects.toString(value, "");
  }
}
