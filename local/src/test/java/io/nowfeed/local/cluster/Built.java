package io.nowfeed.local.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the modules before this one have built. */
final class Built {
  private static final Path MODULE = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();

  private Built() {}

  /** The fat jar that is submitted to clusters. */
  static Path jobsJar() {
    return required("jobs/target/nowfeed-jobs.jar");
  }

  /** The file with the class path of a bare Flink cluster. */
  static Path flinkClassPath() {
    return required("deploy/flink/target/class-path");
  }

  private static Path required(String file) {
    Path path = MODULE.resolveSibling(file).normalize();
    if (!Files.isRegularFile(path)) {
      throw new IllegalStateException(
          path + " is not there: build the modules before this one (mvn -pl local -am verify)");
    }
    return path;
  }
}
