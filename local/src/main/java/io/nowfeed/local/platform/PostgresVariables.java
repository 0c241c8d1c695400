package io.nowfeed.local.platform;

import io.nowfeed.local.server.PostgresServer;
import java.util.Map;

/** What the connector's configuration looks up in its worker's environment. */
final class PostgresVariables {
  private PostgresVariables() {}

  static Map<String, String> of(PostgresServer postgres) {
    return Map.of(
        "POSTGRES_HOST", "127.0.0.1",
        "POSTGRES_PORT", String.valueOf(postgres.port()),
        "POSTGRES_USER", postgres.user(),
        "POSTGRES_PASSWORD", postgres.user(),
        "POSTGRES_DB", "postgres");
  }
}
