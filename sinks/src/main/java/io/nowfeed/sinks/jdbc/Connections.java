package io.nowfeed.sinks.jdbc;

import io.nowfeed.sinks.secret.Secrets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;

/**
 * Flink's connections, which look up what settings refer to when they are opened.
 *
 * <p>Flink's class loads the drivers as soon as it is, and a driver registers itself with the JVM,
 * which then keeps the job's class loader. So it is left alone until there is something to connect:
 * never where a job is submitted to.
 */
final class Connections implements JdbcConnectionProvider {
  private static final long serialVersionUID = 2L;

  private final JdbcConnectionOptions options;
  private transient JdbcConnectionProvider opened;

  /**
   * @param options a password among them may be a reference
   */
  Connections(JdbcConnectionOptions options) {
    this.options = options;
  }

  /** The open one, null if there is none. */
  @Override
  public Connection getConnection() {
    return opened == null ? null : opened.getConnection();
  }

  /** What the driver gets. */
  @Override
  public Properties getProperties() {
    return opened().getProperties();
  }

  @Override
  public boolean isConnectionValid() throws SQLException {
    return opened != null && opened.isConnectionValid();
  }

  @Override
  public Connection getOrEstablishConnection() throws SQLException, ClassNotFoundException {
    return opened().getOrEstablishConnection();
  }

  @Override
  public void closeConnection() {
    if (opened != null) {
      opened.closeConnection();
    }
  }

  @Override
  public Connection reestablishConnection() throws SQLException, ClassNotFoundException {
    return opened().reestablishConnection();
  }

  private JdbcConnectionProvider opened() {
    if (opened == null) {
      opened = new WithSecrets(options);
    }
    return opened;
  }

  private static final class WithSecrets extends SimpleJdbcConnectionProvider {
    private static final long serialVersionUID = 1L;

    private WithSecrets(JdbcConnectionOptions options) {
      super(options);
    }

    @Override
    public Properties getProperties() {
      Properties settings = new Properties();
      super.getProperties()
          .forEach((key, value) -> settings.put(key, Secrets.lookUp(value.toString())));
      return settings;
    }
  }
}
