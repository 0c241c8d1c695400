package io.nowfeed.local.replay;

import io.nowfeed.events.UserAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * User attributes as texts by column name, the form in which a file, the users table and its
 * changelog can be compared. An empty text is no value.
 */
final class UserValues {
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
