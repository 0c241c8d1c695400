package io.nowfeed.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which checkpoint a job goes on from. */
class CheckpointsTest {
  @TempDir private Path folder;

  @Test
  void noneWhereNoneWasTaken() throws IOException {
    assertThat(Checkpoints.last(folder.resolve("absent"))).isEmpty();
    assertThat(Checkpoints.last(folder)).isEmpty();
  }

  @Test
  void theNewestWhoeverTookIt() throws IOException {
    complete("run-1/chk-90", 1_000);
    Path newest = complete("run-2/chk-3", 3_000);
    complete("run-2/chk-2", 2_000);

    assertThat(Checkpoints.last(folder)).contains(newest);
  }

  @Test
  void oneWithoutMetadataIsNotComplete() throws IOException {
    Path complete = complete("run-1/chk-7", 1_000);
    Path begun = Files.createDirectories(folder.resolve("run-1/chk-8"));
    Files.writeString(begun.resolve("state"), "half of it");

    assertThat(Checkpoints.last(folder)).contains(complete);
  }

  private Path complete(String name, long millis) throws IOException {
    Path checkpoint = Files.createDirectories(folder.resolve(name));
    Path metadata = Files.writeString(checkpoint.resolve("_metadata"), "");
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(millis));
    return checkpoint;
  }
}
