package io.nowfeed.sinks.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The SQL files beside this class. */
final class SqlFiles {
  private SqlFiles() {}

  static String read(String file) {
    try (InputStream in = SqlFiles.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + file, e);
    }
  }
}
