package io.nowfeed.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir private Path folder;

  @Test
  void aTemporaryOneIsRemovedWithAllThatIsInIt() throws IOException {
    DataDirectory directory = DataDirectory.temporary();
    Files.createDirectories(directory.of("kafka").resolve("deep"));
    Files.writeString(directory.of("kafka").resolve("deep").resolve("log"), "x");
    assertThat(directory.isTemporary()).isTrue();

    directory.close();

    assertThat(directory.path()).doesNotExist();
  }

  @Test
  void aKeptOneIsCreatedAndStays() throws IOException {
    Path path = folder.resolve("new").resolve("data");

    try (DataDirectory directory = DataDirectory.kept(path)) {
      Files.writeString(directory.of("file"), "x");
      assertThat(directory.isTemporary()).isFalse();
    }

    assertThat(path.resolve("file")).hasContent("x");
  }

  @Test
  void oneInUseIsRefusedUntilItIsClosed() throws IOException {
    try (DataDirectory used = DataDirectory.kept(folder)) {
      assertThatExceptionOfType(UsageException.class)
          .isThrownBy(() -> DataDirectory.kept(folder))
          .withMessageContaining(used.path().toString())
          .withMessageContaining("in use");
    }

    DataDirectory.kept(folder).close();
  }

  @Test
  void whatIsNoDirectoryIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> DataDirectory.kept(file))
        .withMessageContaining(file + " cannot be created (it is a file)");
  }
}
