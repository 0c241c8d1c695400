package io.nowfeed.local.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where everything is kept. Kafka's and Postgres' data belong together: a replication slot and the
 * topic it feeds must not be separated, so there is one directory for all.
 */
public final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final boolean temporary;
  private final FileChannel lockFile;

  private DataDirectory(Path path, boolean temporary, FileChannel lockFile) {
    this.path = path;
    this.temporary = temporary;
    this.lockFile = lockFile;
  }

  /** A directory that is removed when closed. */
  public static DataDirectory temporary() throws IOException {
    return lock(Files.createTempDirectory("nowfeed-"), true);
  }

  /**
   * A directory that is kept, created when absent.
   *
   * @throws UsageException when it cannot be written, or another platform uses it
   */
  public static DataDirectory kept(Path path) throws IOException {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UsageException(
          "--data-dir "
              + path
              + " cannot be created ("
              + reason(e)
              + "): choose a directory you can write");
    }
    return lock(path.toRealPath(), false);
  }

  private static DataDirectory lock(Path path, boolean temporary) throws IOException {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UsageException(
          "--data-dir "
              + path
              + " cannot be written ("
              + reason(e)
              + "): choose another directory");
    }
    if (!tryLock(channel)) {
      channel.close();
      throw new UsageException(
          "--data-dir " + path + " is in use by another ./nowfeed up: stop it, or choose another");
    }
    return new DataDirectory(path, temporary, channel);
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "it is a file";
    }
    return e instanceof FileSystemException file && file.getReason() != null
        ? file.getReason()
        : e.toString();
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** The directory. */
  public Path path() {
    return path;
  }

  /** Whether it is removed when closed. */
  public boolean isTemporary() {
    return temporary;
  }

  /** Where a part keeps what it has. */
  public Path of(String part) {
    return path.resolve(part);
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
    if (temporary) {
      delete(path);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(DataDirectory::deleteFile);
    }
  }

  private static void deleteFile(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }
}
