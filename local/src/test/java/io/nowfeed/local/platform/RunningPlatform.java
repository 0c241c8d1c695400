package io.nowfeed.local.platform;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A platform whose jobs run, on free ports and a directory that is kept. */
public final class RunningPlatform implements AutoCloseable {
  private final DataDirectory directory;
  private final Platform platform;

  private RunningPlatform(DataDirectory directory, Platform platform) {
    this.directory = directory;
    this.platform = platform;
  }

  /** A laptop's platform. */
  public static RunningPlatform in(Path path) throws IOException, InterruptedException {
    return in(path, PlatformOptions.on(Ports.free()));
  }

  /** One with these options. */
  public static RunningPlatform in(Path path, PlatformOptions options)
      throws IOException, InterruptedException {
    DataDirectory directory = DataDirectory.kept(path);
    Platform platform = null;
    try {
      platform = Platform.start(directory, options, (part, seconds) -> {});
      platform.submit();
      await().atMost(Duration.ofSeconds(90)).until(platform::isUp);
      return new RunningPlatform(directory, platform);
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (platform != null) {
        platform.close();
      }
      directory.close();
      throw e;
    }
  }

  /** The platform. */
  public Platform platform() {
    return platform;
  }

  @Override
  public void close() throws IOException {
    platform.close();
    directory.close();
  }
}
