package io.nowfeed.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void eightInARowFromABase() {
    assertThat(all(Ports.from(19_000)))
        .containsExactly(19_000, 19_001, 19_002, 19_003, 19_004, 19_005, 19_006, 19_007);
    assertThat(all(Ports.from(Ports.LAST_BASE))).endsWith(65_535);
  }

  @Test
  void freeOnesAreFreeAndDifferent() {
    Ports ports = Ports.free();

    assertThat(all(ports)).hasSize(8).doesNotHaveDuplicates().doesNotContain(0);
    assertThatCode(ports::requireFree).doesNotThrowAnyException();
  }

  @Test
  void everyTakenOneIsNamedWithItsServer() throws IOException {
    Ports ports = Ports.free();
    try (ServerSocket kafka = listen(ports.kafka())) {
      assertThatExceptionOfType(UsageException.class)
          .isThrownBy(ports::requireFree)
          .withMessageStartingWith("port " + kafka.getLocalPort() + " (Kafka) is taken")
          .withMessageContaining("--port-base");
      try (ServerSocket flink = listen(ports.flink())) {
        assertThatExceptionOfType(UsageException.class)
            .isThrownBy(ports::requireFree)
            .withMessageContaining(
                "ports %d (Kafka), %d (Flink) are taken"
                    .formatted(kafka.getLocalPort(), flink.getLocalPort()));
      }
    }
    assertThatCode(ports::requireFree).doesNotThrowAnyException();
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  private static int[] all(Ports ports) {
    return Stream.of(
            ports.kafka(),
            ports.kafkaController(),
            ports.postgres(),
            ports.connect(),
            ports.flink(),
            ports.bigQueryRest(),
            ports.bigQueryGrpc(),
            ports.zooKeeper())
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
