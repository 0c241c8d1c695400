package io.nowfeed.local.server;

import java.nio.file.Path;

/** Folders in Flink's words: its paths are not percent-encoded, as those of a URI are. */
public final class FlinkPaths {
  private FlinkPaths() {}

  /** How Flink calls a folder of this machine. */
  public static String of(Path folder) {
    return "file://" + folder.toAbsolutePath();
  }
}
