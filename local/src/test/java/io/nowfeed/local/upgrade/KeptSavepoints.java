package io.nowfeed.local.upgrade;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;

/**
 * A savepoint of each job of each released version. Their state is so small that Flink puts it into
 * the savepoint's one file, which is kept compressed.
 */
final class KeptSavepoints {
  static final Path FOLDER =
      Path.of("src", "test", "resources", "io", "nowfeed", "local", "upgrade");

  private static final String METADATA = "_metadata";
  private static final String SUFFIX = ".savepoint.gz";

  private KeptSavepoints() {}

  /**
   * A savepoint that is kept.
   *
   * @param version of Nowfeed that wrote it
   * @param job whose it is
   */
  record Kept(String version, String job) {
    /** Puts it into a folder from which Flink can start. */
    void unpack(Path folder) throws IOException {
      Files.createDirectories(folder);
      try (InputStream in = open()) {
        Files.copy(in, folder.resolve(METADATA));
      }
    }

    /** What it is made of. */
    CheckpointMetadata read() throws IOException {
      return KeptSavepoints.read(open());
    }

    private InputStream open() throws IOException {
      return new GZIPInputStream(Files.newInputStream(file(version, job)));
    }
  }

  /** All that are kept. */
  static List<Kept> all() {
    try (Stream<Path> files = Files.walk(FOLDER, 2)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .map(file -> new Kept(file.getParent().getFileName().toString(), job(file)))
          .sorted((one, other) -> (one.version + one.job).compareTo(other.version + other.job))
          .toList();
    } catch (IOException e) {
      throw new AssertionError("cannot list " + FOLDER, e);
    }
  }

  /** Keeps a savepoint in place of the one that was kept. */
  static void keep(Path savepoint, String version, String job) throws IOException {
    try (Stream<Path> files = Files.list(savepoint)) {
      List<Path> others =
          files.filter(file -> !file.getFileName().toString().equals(METADATA)).toList();
      if (!others.isEmpty()) {
        throw new AssertionError("state is too large to be in one file: " + others);
      }
    }
    Path file = file(version, job);
    Files.createDirectories(file.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      Files.copy(savepoint.resolve(METADATA), out);
    }
  }

  /** What a savepoint of Flink's is made of. */
  static CheckpointMetadata read(Path savepoint) throws IOException {
    return read(Files.newInputStream(savepoint.resolve(METADATA)));
  }

  private static CheckpointMetadata read(InputStream metadata) throws IOException {
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(metadata))) {
      return Checkpoints.loadCheckpointMetadata(
          in, KeptSavepoints.class.getClassLoader(), "memory:/kept");
    }
  }

  private static Path file(String version, String job) {
    return FOLDER.resolve(version).resolve(job + SUFFIX);
  }

  private static String job(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }
}
