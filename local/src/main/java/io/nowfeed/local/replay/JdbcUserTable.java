package io.nowfeed.local.replay;

import io.nowfeed.local.traffic.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The users table in Postgres; only valid_from and the attributes that a mapping names are touched.
 */
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
        "SELECT user_id, valid_from"
            + each(JdbcUserTable::asText)
            + " FROM users WHERE user_id = ANY (?)";
  }

  @Override
  public synchronized Map<String, UserRow> insertMissing(Map<String, UserRow> users) {
    try (PreparedStatement statement = connection().prepareStatement(insert)) {
      for (Map.Entry<String, UserRow> user : users.entrySet()) {
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
  public synchronized Map<String, UserRow> read(Collection<String> userIds) {
    try (PreparedStatement statement = connection().prepareStatement(select)) {
      statement.setArray(1, connection.createArrayOf("text", userIds.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        Map<String, UserRow> users = new HashMap<>();
        while (rows.next()) {
          users.put(rows.getString("user_id"), new UserRow(attributes(rows), validFrom(rows)));
        }
        return users;
      }
    } catch (SQLException e) {
      throw failed("reading " + userIds.size() + " users", e);
    }
  }

  @Override
  public synchronized void write(String userId, UserRow row) {
    try (PreparedStatement statement = connection().prepareStatement(upsert)) {
      bind(statement, userId, row);
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

  private void bind(PreparedStatement statement, String userId, UserRow row) throws SQLException {
    statement.setString(1, userId);
    statement.setObject(2, timestamp(row.validFrom()));
    for (int column = 0; column < attributes.size(); column++) {
      statement.setString(column + 3, row.attributes().get(attributes.get(column)));
    }
  }

  private static OffsetDateTime timestamp(Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }

  private static Long validFrom(ResultSet row) throws SQLException {
    OffsetDateTime time = row.getObject("valid_from", OffsetDateTime.class);
    return time == null ? null : time.toInstant().toEpochMilli();
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
    return "INSERT INTO users (user_id, valid_from"
        + each(attribute -> attribute)
        + ", created_at, updated_at) VALUES (?, ?"
        + each(JdbcUserTable::parameter)
        + ", now(), now())";
  }

  private String assignments() {
    return attributes.stream()
        .map(attribute -> attribute + " = excluded." + attribute + ", ")
        .collect(
            Collectors.joining("", "", "valid_from = excluded.valid_from, updated_at = now()"));
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
