package io.nowfeed.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Flink installation: how its processes and its command line are started. */
public interface Flink {
  /**
   * The distribution in {@code home}, where there is one; else Flink's jars alone.
   *
   * @param home the value of {@code FLINK_HOME}, null or empty for none
   * @param logs the folder for the processes' logs
   * @throws IOException when there is no Flink
   */
  static Flink of(String home, FlinkConfiguration configuration, Path logs) throws IOException {
    if (home == null || home.isEmpty()) {
      return new FlinkOfJars(configuration, logs);
    }
    Path folder = Path.of(home);
    if (!Files.isExecutable(folder.resolve("bin/start-cluster.sh"))) {
      throw new IOException(
          "FLINK_HOME is %s, but there is no bin/start-cluster.sh: set it to a Flink 2.2"
                  .formatted(home)
              + " distribution, or unset it to use the Flink that Maven brings");
    }
    return new FlinkDistribution(folder, configuration, logs);
  }

  /** The JobManager. */
  Part jobManager();

  /**
   * A TaskManager.
   *
   * @param number from 1
   */
  Part taskManager(int number);

  /** The command {@code flink}, without its arguments. */
  List<String> commandLine();

  /** What that command finds in its environment. */
  Map<String, String> environment();
}
