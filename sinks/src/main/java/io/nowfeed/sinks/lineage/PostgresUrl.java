package io.nowfeed.sinks.lineage;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a URL of JDBC leads. Read without Postgres' driver: to load it registers it with the JVM,
 * which then keeps the class loader of each job that was submitted to it.
 *
 * @param host the first of several; an address of IPv6 in brackets
 * @param port of that host
 * @param name of the database
 * @param schema the first of several to look in
 */
record PostgresUrl(String host, String port, String name, String schema) {
  /** Of the hosts the first, after users and passwords, which the driver knows nothing of. */
  private static final Pattern URL =
      Pattern.compile(
          "jdbc:postgresql:(?://(?:[^/?]*@)?(?<host>\\[[^]]*]|[^:,/?]*)(?::(?<port>\\d+))?"
              + "(?:,[^/?]*)?(?:/|(?=\\?)|$))?(?<name>[^/?]*)(?:\\?(?<settings>.*))?");

  private static final String SCHEMA = "currentSchema=";

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is no URL of Postgres
   */
  static PostgresUrl of(String url) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      // Not the URL itself: it may hold a password.
      throw new IllegalArgumentException(
          "The JDBC URL is none of Postgres: write jdbc:postgresql://HOST:PORT/DATABASE");
    }
    String settings = Objects.requireNonNullElse(parts.group("settings"), "");
    String schema =
        Stream.of(settings.split("&"))
            .filter(setting -> setting.startsWith(SCHEMA))
            .map(setting -> decoded(setting.substring(SCHEMA.length())).split(",", 2)[0])
            .findFirst()
            .orElse("public");
    return new PostgresUrl(
        given(parts.group("host"), "localhost"),
        given(parts.group("port"), "5432"),
        given(decoded(parts.group("name")), "postgres"),
        schema);
  }

  private static String given(String part, String otherwise) {
    return part == null || part.isEmpty() ? otherwise : part;
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part, StandardCharsets.UTF_8);
  }
}
