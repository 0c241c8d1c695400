package io.nowfeed.local.replay;

import io.nowfeed.local.traffic.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The users table in Postgres; only the attributes that a mapping names are touched. */
final class JdbcUserTable implements UserTable {
  private final Target target;
  private final List<String> attributes;
  private final String insert;
  private final String upsert;
  private final String select;
  private Connection connection;

  /**
   * Connects when first used.
   *
   * @param attributes columns of the users table
   */
  JdbcUserTable(Target target, List<String> attributes) {
    this.target = target;
    this.attributes = attributes;
    this.insert = insertInto() + " ON CONFLICT (user_id) DO NOTHING";
    this.upsert = insertInto() + " ON CONFLICT (user_id) DO UPDATE SET " + assignments();
    this.select =
        "SELECT user_id" + each(JdbcUserTable::asText) + " FROM users WHERE user_id = ANY (?)";
  }

  @Override
  public synchronized Map<String, Map<String, String>> insertMissing(
      Map<String, Map<String, String>> users) {
    try (PreparedStatement statement = connection().prepareStatement(insert)) {
      for (Map.Entry<String, Map<String, String>> user : users.entrySet()) {
        bind(statement, user.getKey(), user.getValue());
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw failed("inserting " + users.size() + " users", e);
    }
    return read(users.keySet());
  }

  @Override
  public synchronized Map<String, Map<String, String>> read(Collection<String> userIds) {
    try (PreparedStatement statement = connection().prepareStatement(select)) {
      statement.setArray(1, connection.createArrayOf("text", userIds.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        Map<String, Map<String, String>> users = new HashMap<>();
        while (rows.next()) {
          users.put(rows.getString("user_id"), attributes(rows));
        }
        return users;
      }
    } catch (SQLException e) {
      throw failed("reading " + userIds.size() + " users", e);
    }
  }

  @Override
  public synchronized void write(String userId, Map<String, String> values) {
    try (PreparedStatement statement = connection().prepareStatement(upsert)) {
      bind(statement, userId, values);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failed("updating user " + userId, e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw failed("disconnecting", e);
    }
  }

  private Connection connection() throws SQLException {
    if (connection == null) {
      connection = target.connect();
    }
    return connection;
  }

  private void bind(PreparedStatement statement, String userId, Map<String, String> values)
      throws SQLException {
    statement.setString(1, userId);
    for (int column = 0; column < attributes.size(); column++) {
      statement.setString(column + 2, values.get(attributes.get(column)));
    }
  }

  private Map<String, String> attributes(ResultSet row) throws SQLException {
    Map<String, String> found = new HashMap<>();
    for (String attribute : attributes) {
      String value = row.getString(attribute);
      if (value != null && !value.isEmpty()) {
        found.put(attribute, value);
      }
    }
    return Map.copyOf(found);
  }

  private String insertInto() {
    return "INSERT INTO users (user_id"
        + each(attribute -> attribute)
        + ", created_at, updated_at) VALUES (?"
        + each(JdbcUserTable::parameter)
        + ", now(), now())";
  }

  private String assignments() {
    return attributes.stream()
        .map(attribute -> attribute + " = excluded." + attribute + ", ")
        .collect(Collectors.joining("", "", "updated_at = now()"));
  }

  private String each(UnaryOperator<String> column) {
    return attributes.stream().map(column).map(text -> ", " + text).collect(Collectors.joining());
  }

  private static String parameter(String attribute) {
    return switch (attribute) {
      case "birth_year" -> "CAST(? AS integer)";
      case "interests" -> "coalesce(string_to_array(?, '" + UserValues.SEPARATOR + "'), '{}')";
      default -> "?";
    };
  }

  private static String asText(String attribute) {
    return switch (attribute) {
      case "birth_year" -> "CAST(birth_year AS text) AS birth_year";
      case "interests" -> "array_to_string(interests, '" + UserValues.SEPARATOR + "') AS interests";
      default -> attribute;
    };
  }

  private ReplayException failed(String what, SQLException cause) {
    return new ReplayException(
        what + " in the users table at " + target.jdbcUrl() + " failed: " + cause.getMessage(),
        cause);
  }
}
