package io.nowfeed.local.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Topics as files of JSON, a line a record: what DuckDB reads. */
public final class TopicFiles implements AutoCloseable {
  private final OutputStream enriched;
  private final OutputStream late;
  private final OutputStream popularity;

  /** Files in a folder, which is created when absent. */
  public TopicFiles(Path folder) throws IOException {
    Files.createDirectories(folder);
    enriched = open(folder.resolve("enriched-interactions.json"));
    late = open(folder.resolve("late-events.json"));
    popularity = open(folder.resolve("popularity.json"));
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  /** A record of {@code enriched-interactions}. */
  public void enriched(byte[] value) throws IOException {
    enriched.write(value);
    enriched.write('\n');
  }

  /** A record of {@code late-events}. */
  public void late(byte[] value) throws IOException {
    late.write(value);
    late.write('\n');
  }

  /**
   * A leaderboard.
   *
   * @param offset says the order
   * @param key has neither quotes nor backslashes
   * @param end of its window, epoch milliseconds
   * @param board null for a tombstone
   */
  public void popularity(long offset, String key, long end, byte[] board) throws IOException {
    popularity.write(
        "{\"seq\":%d,\"key\":\"%s\",\"board_end\":%d,\"board\":"
            .formatted(offset, key, end)
            .getBytes(UTF_8));
    popularity.write(board == null ? "null".getBytes(UTF_8) : board);
    popularity.write("}\n".getBytes(UTF_8));
  }

  @Override
  public void close() throws IOException {
    enriched.close();
    late.close();
    popularity.close();
  }
}
