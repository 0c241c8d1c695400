package io.nowfeed.local.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the build has made, and processes of their own are started from. */
public final class Home {
  /** Set by the launcher: the folder with Nowfeed's source. */
  private static final String PROPERTY = "nowfeed.home";

  private Home() {}

  /**
   * A file that the build makes.
   *
   * @param name its path within Nowfeed's folder
   * @throws IllegalStateException when it is not there
   */
  public static Path file(String name) {
    Path file = Path.of(System.getProperty(PROPERTY, ".")).toAbsolutePath().resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(
          file.normalize() + " is not there: build it with mvn -DskipTests package");
    }
    return file.normalize();
  }
}
