package io.nowfeed.local.security;

import io.nowfeed.cdc.UsersTable;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.sinks.jdbc.ActiveUsersTable;
import io.nowfeed.sinks.jdbc.PopularityTable;
import io.nowfeed.sinks.jdbc.RelevanceTable;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A Postgres that takes passwords by TLS alone, with a role for the capture and one for the
 * dashboards' sink, that may do no more than docs/security.md says.
 */
final class SecuredPostgres implements AutoCloseable {
  static final String CAPTURE = "nowfeed_capture";
  static final String DASHBOARDS = "nowfeed_dashboards";

  private static final String PERMITTED =
      """
      host    all         postgres 127.0.0.1/32 trust
      host    all         postgres ::1/128      trust
      hostssl all         all      127.0.0.1/32 scram-sha-256
      hostssl replication all      127.0.0.1/32 scram-sha-256
      """;

  private final EmbeddedPostgres server;
  private final Certificate certificate;

  private SecuredPostgres(EmbeddedPostgres server, Certificate certificate) {
    this.server = server;
    this.certificate = certificate;
  }

  static SecuredPostgres start(Path folder, Certificate certificate)
      throws IOException, SQLException {
    Path permitted = Files.writeString(folder.resolve("pg_hba.conf"), PERMITTED);
    SecuredPostgres postgres =
        new SecuredPostgres(
            EmbeddedPostgres.builder()
                .setPort(Ports.free().postgres())
                .setDataDirectory(folder.resolve("postgres"))
                .setServerConfig("wal_level", "logical")
                .setServerConfig("shared_buffers", "32MB")
                .setServerConfig("hba_file", permitted.toString())
                .setServerConfig("password_encryption", "scram-sha-256")
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.certificate().toString())
                .setServerConfig("ssl_key_file", certificate.key().toString())
                .start(),
            certificate);
    postgres.sql(
        UsersTable.ddl(),
        PopularityTable.ddl(),
        ActiveUsersTable.ddl(),
        RelevanceTable.ddl(),
        role(CAPTURE, "REPLICATION"),
        "GRANT SELECT ON public.users TO " + CAPTURE,
        "CREATE PUBLICATION nowfeed FOR TABLE public.users",
        role(DASHBOARDS, ""),
        "GRANT SELECT, INSERT, UPDATE ON popularity_boards, active_user_states TO " + DASHBOARDS,
        "GRANT SELECT, INSERT ON relevance TO " + DASHBOARDS);
    return postgres;
  }

  private static String role(String name, String rights) {
    return "CREATE ROLE %s LOGIN %s PASSWORD '%s'".formatted(name, rights, text(name));
  }

  /** What must never be seen. */
  static String text(String role) {
    return "hush-of-" + role;
  }

  int port() {
    return server.getPort();
  }

  /** By TLS, with a look at whose certificate it is. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=verify-full&sslrootcert=%s"
        .formatted(port(), certificate.certificate());
  }

  /** Without. */
  String openUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable".formatted(port());
  }

  void sql(String... statements) throws SQLException {
    try (Connection owner = server.getPostgresDatabase().getConnection();
        Statement statement = owner.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  long count(String table) throws SQLException {
    try (Connection owner = server.getPostgresDatabase().getConnection();
        Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
