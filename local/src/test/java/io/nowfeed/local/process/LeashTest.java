package io.nowfeed.local.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Nobody outlives the platform. */
class LeashTest {
  private static final long PATIENCE_SECONDS = 30;

  @Test
  void aServerEndsWhenThePlatformIsGone() throws Exception {
    Process server = start(Server.class);
    assertThat(server.inputReader(UTF_8).readLine()).isEqualTo("serving with 2 arguments");

    server.getOutputStream().close(); // as the kernel does when the platform is killed

    assertThat(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(143);
  }

  @Test
  void aServerThatCannotStartEndsWithItsError() throws Exception {
    Process server = start(Broken.class);

    assertThat(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(1);
    assertThat(new String(server.getErrorStream().readAllBytes(), UTF_8))
        .contains("IOException: no disk");
  }

  private static Process start(Class<?> main) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Leash.class.getName(),
            main.getName(),
            "one",
            "two")
        .start();
  }

  /** Serves for ever. */
  public static final class Server {
    private Server() {}

    public static void main(String[] args) throws InterruptedException {
      System.out.println("serving with " + args.length + " arguments");
      new CountDownLatch(1).await();
    }
  }

  /** Fails, with a thread that would go on. */
  public static final class Broken {
    private Broken() {}

    public static void main(String[] args) throws IOException {
      new Thread(
              () -> {
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              })
          .start();
      throw new IOException("no disk");
    }
  }
}
