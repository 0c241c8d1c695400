package io.nowfeed.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps processes running. */
class SupervisorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private Supervisor supervisor;
  private Part part;

  @BeforeEach
  void start() throws IOException {
    supervisor = new Supervisor(folder);
    part = program("sleeper", "sleep", "600");
    supervisor.run(part);
  }

  @AfterEach
  void stop() throws Exception {
    supervisor.close();
    supervisor.stop(part);
  }

  @Test
  void whoIsKilledIsStartedAgain() throws IOException {
    ProcessHandle first = part.process();

    supervisor.kill("sleeper");

    awaitAnother(first);
    assertThat(first.isAlive()).isFalse();
    assertThat(supervisor.restarts()).isEqualTo(1);
    assertThat(supervisor.lastRestart()).isEqualTo("sleeper");
    assertThat(PidFile.of(folder, "sleeper").read()).contains(part.process());
  }

  @Test
  void whoIsStoppedStaysSo() throws IOException {
    supervisor.stop(part);

    assertThat(part.process().isAlive()).isFalse();
    assertThat(supervisor.names()).isEmpty();
    assertThat(PidFile.of(folder, "sleeper").path()).doesNotExist();
  }

  @Test
  void whoIsFrozenIsStillThereAndCanBeStopped() throws IOException {
    ProcessHandle frozen = part.process();

    supervisor.freeze("sleeper");
    await().atMost(PATIENCE).until(() -> state(frozen).equals("T"));
    supervisor.thaw("sleeper");
    await().atMost(PATIENCE).until(() -> !state(frozen).equals("T"));
    supervisor.freeze("sleeper");
    supervisor.stop(part);

    assertThat(frozen.isAlive()).isFalse();
    assertThat(supervisor.restarts()).isZero();
  }

  @Test
  void nobodyIsStartedAgainOnceItIsClosed() throws Exception {
    supervisor.close();
    supervisor.kill("sleeper");

    await().atMost(PATIENCE).until(() -> !part.process().isAlive());
    assertThat(supervisor.restarts()).isZero();
  }

  @Test
  void whatAKilledPlatformLeftIsEnded() throws Exception {
    ProcessHandle left = part.process();
    supervisor.close();

    Supervisor.stopLeftOver(folder);

    assertThat(left.isAlive()).isFalse();
    assertThat(PidFile.of(folder, "sleeper").path()).doesNotExist();
  }

  @Test
  void aProcessThatGotTheNumberOfAnotherIsLeftAlone() throws Exception {
    Path file = folder.resolve("earlier.pid");
    Files.writeString(file, ProcessHandle.current().pid() + "\n2020-01-01T00:00:00Z\n");
    supervisor.close();

    Supervisor.stopLeftOver(folder);

    assertThat(file).doesNotExist();
  }

  @Test
  void aPartThatEndsAtOnceIsReportedWithItsLastWords() throws IOException {
    Part broken = program("broken", "sh", "-c", "echo the disk is full; exit 3");
    supervisor.run(broken);

    assertThatThrownBy(() -> new Readiness(supervisor, folder).await("broken", () -> false))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("broken ended as soon as it had started: ")
        .hasMessageContaining("the disk is full");
    supervisor.stop(broken);
  }

  @Test
  void aNameThatNobodyHasIsAnswered() {
    assertThatThrownBy(() -> supervisor.kill("sleper"))
        .hasMessage("no part is called sleper, but [sleeper]");
  }

  private Part program(String name, String... command) {
    return new Program(name, List.of(command), Map.of(), folder.resolve(name + ".out"), List.of());
  }

  private void awaitAnother(ProcessHandle first) {
    await()
        .atMost(PATIENCE)
        .until(() -> part.process().isAlive() && part.process().pid() != first.pid());
  }

  /** As the kernel calls it: T for stopped. */
  private static String state(ProcessHandle process) throws IOException {
    String line = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return line.substring(line.lastIndexOf(')') + 2).substring(0, 1);
  }
}
