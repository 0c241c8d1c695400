package io.nowfeed.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the jobs were built as. */
public final class JobVersion {
  private JobVersion() {}

  /** The version, as in the pom. */
  public static String current() {
    Properties properties = new Properties();
    try (InputStream in = JobVersion.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource version.properties", e);
    }
    return properties.getProperty("version");
  }
}
