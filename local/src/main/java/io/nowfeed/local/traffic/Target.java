package io.nowfeed.local.traffic;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Where traffic goes: a broker and the database with the users table.
 *
 * @param bootstrapServers of Kafka, {@code host:port[,host:port]}
 * @param jdbcUrl of Postgres
 * @param jdbcUser may write the users table
 * @param jdbcPassword may be empty
 */
public record Target(
    String bootstrapServers, String jdbcUrl, String jdbcUser, String jdbcPassword) {

  /** A new connection in auto-commit mode; batches of inserts travel as one statement. */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", jdbcUser);
    if (!jdbcPassword.isEmpty()) {
      properties.setProperty("password", jdbcPassword);
    }
    properties.setProperty("reWriteBatchedInserts", "true");
    // A server that hangs must not keep the traffic from being stopped.
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("ApplicationName", "nowfeed-traffic");
    return DriverManager.getConnection(jdbcUrl, properties);
  }

  /** Hides the password, for these texts reach screens and logs. */
  @Override
  public String toString() {
    return "Target[" + bootstrapServers + ", " + jdbcUrl + ", user " + jdbcUser + "]";
  }
}
