package io.nowfeed.cdc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The users table's DDL and the connector that captures it, as shipped. */
public final class UsersTable {
  /** Under which name the connector is registered at Kafka Connect. */
  public static final String CONNECTOR = "nowfeed-users";

  private UsersTable() {}

  /** SQL that creates the table where it is absent, for Postgres 12 and newer. */
  public static String ddl() {
    return resource("users.sql");
  }

  /**
   * The connector's configuration, as one would PUT it to Kafka Connect. Where the database is, and
   * who reads it, the worker looks up with its config provider {@code env}.
   */
  public static String connector() {
    return resource("users-connector.json");
  }

  private static String resource(String name) {
    try (InputStream in = UsersTable.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + name, e);
    }
  }
}
