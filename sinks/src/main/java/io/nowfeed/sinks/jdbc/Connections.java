package io.nowfeed.sinks.jdbc;

import io.nowfeed.sinks.secret.Secrets;
import java.util.Properties;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;

/** Flink's connections, which look up what settings refer to when they are opened. */
final class Connections extends SimpleJdbcConnectionProvider {
  private static final long serialVersionUID = 1L;

  /**
   * @param options a password among them may be a reference
   */
  Connections(JdbcConnectionOptions options) {
    super(options);
  }

  /** What the driver gets. */
  @Override
  public Properties getProperties() {
    Properties settings = new Properties();
    super.getProperties()
        .forEach((key, value) -> settings.put(key, Secrets.lookUp(value.toString())));
    return settings;
  }
}
