package io.nowfeed.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How jobs keep their state in a data directory. A checkpoint is of one kind, and the other cannot
 * read it.
 */
enum StateFormat {
  /** One process: on the heap. */
  HEAP("without --processes"),

  /** Separate processes: RocksDB, incremental. */
  ROCKSDB("with --processes");

  private static final String FILE = "state-format";

  private final String made;

  StateFormat(String made) {
    this.made = made;
  }

  static StateFormat of(PlatformOptions options) {
    return options.processes() ? ROCKSDB : HEAP;
  }

  /**
   * Checks that a directory is new, or was made with this one.
   *
   * @throws UsageException when it was not
   */
  void require(DataDirectory directory) throws IOException {
    Path file = directory.of(FILE);
    StateFormat there = Files.exists(file) ? read(file) : unmarked(directory);
    if (there != this) {
      throw new UsageException(
          "--data-dir %s was made %s, and checkpoints cannot be read %s: run it as it was made, or"
                  .formatted(directory.path(), there.made, made)
              + " choose another directory");
    }
    Files.writeString(file, name() + "\n");
  }

  private static StateFormat read(Path file) throws IOException {
    return valueOf(Files.readString(file).strip());
  }

  /** An earlier version marked none, and had one kind. */
  private StateFormat unmarked(DataDirectory directory) {
    return Files.exists(directory.of("flink")) ? HEAP : this;
  }
}
