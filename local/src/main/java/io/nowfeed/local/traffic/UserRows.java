package io.nowfeed.local.traffic;

import io.nowfeed.events.UserAttributes;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The simulated users' rows of the users table. Connects when first used, and again after a
 * failure. One thread.
 */
final class UserRows implements AutoCloseable {
  private static final int BATCH = 1_000;
  private static final String SELECT =
      "SELECT user_id, country, region, language, birth_year, gender, plan, interests, email, name"
          + " FROM users WHERE user_id ~ '^"
          + SimulatedUser.ID_PREFIX
          + "[0-9]{1,9}$' ORDER BY user_id";
  private static final String INSERT =
      "INSERT INTO users (user_id, country, region, language, birth_year, gender, plan, interests,"
          + " email, name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (user_id) DO NOTHING";
  private static final String UPDATE =
      "UPDATE users SET country = ?, region = ?, plan = ?, interests = ?, valid_from = NULL,"
          + " updated_at = now() WHERE user_id = ?";
  private static final String DELETE = "DELETE FROM users WHERE user_id = ?";

  private final Target target;
  private Connection connection;

  UserRows(Target target) {
    this.target = target;
  }

  /** Those of earlier runs. */
  List<SimulatedUser> readAll() throws SQLException {
    try (PreparedStatement statement = connection().prepareStatement(SELECT);
        ResultSet rows = statement.executeQuery()) {
      List<SimulatedUser> users = new ArrayList<>();
      while (rows.next()) {
        users.add(read(rows));
      }
      return users;
    }
  }

  /** All or none, in large statements. */
  void insert(List<SimulatedUser> users) throws SQLException {
    connection().setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (int index = 0; index < users.size(); index++) {
        bind(statement, users.get(index));
        statement.addBatch();
        if ((index + 1) % BATCH == 0) {
          statement.executeBatch();
        }
      }
      statement.executeBatch();
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Returns whether the user was there. */
  boolean update(SimulatedUser user) throws SQLException {
    UserAttributes attributes = user.attributes();
    try (PreparedStatement statement = connection().prepareStatement(UPDATE)) {
      statement.setString(1, attributes.country());
      statement.setString(2, attributes.region());
      statement.setString(3, attributes.plan());
      statement.setArray(4, texts(attributes.interests()));
      statement.setString(5, user.userId());
      return statement.executeUpdate() > 0;
    }
  }

  /** Returns whether the user was there. */
  boolean delete(String userId) throws SQLException {
    try (PreparedStatement statement = connection().prepareStatement(DELETE)) {
      statement.setString(1, userId);
      return statement.executeUpdate() > 0;
    }
  }

  /** Drops the connection; the next statement makes another one. */
  @Override
  public void close() throws SQLException {
    if (connection != null) {
      Connection old = connection;
      connection = null;
      old.close();
    }
  }

  private Connection connection() throws SQLException {
    if (connection == null) {
      connection = target.connect();
    }
    return connection;
  }

  private Array texts(List<String> values) throws SQLException {
    return connection.createArrayOf("text", values.toArray());
  }

  private void bind(PreparedStatement statement, SimulatedUser user) throws SQLException {
    UserAttributes attributes = user.attributes();
    statement.setString(1, user.userId());
    statement.setString(2, attributes.country());
    statement.setString(3, attributes.region());
    statement.setString(4, attributes.language());
    statement.setInt(5, attributes.birthYear());
    statement.setString(6, attributes.gender());
    statement.setString(7, attributes.plan());
    statement.setArray(8, texts(attributes.interests()));
    statement.setString(9, user.email());
    statement.setString(10, user.name());
  }

  private static SimulatedUser read(ResultSet row) throws SQLException {
    UserAttributes attributes =
        new UserAttributes(
            row.getString("country"),
            row.getString("region"),
            row.getString("language"),
            row.getObject("birth_year", Integer.class),
            row.getString("gender"),
            row.getString("plan"),
            List.of((String[]) row.getArray("interests").getArray()));
    return new SimulatedUser(
        row.getString("user_id"), attributes, row.getString("email"), row.getString("name"));
  }
}
