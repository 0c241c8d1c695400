package io.nowfeed.local.leaderboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that is given to other teams works, and is what the page shows. */
class ReadLeaderboardITCase {
  private static final Path EXAMPLE =
      Path.of("src/test/java", ReadLeaderboardExample.class.getName().replace('.', '/') + ".java");

  @TempDir private static Path folder;
  private static TestBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
    broker.reset();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void theExampleKeepsTheCurrentBoards() throws Exception {
    send(Fixtures.leaderboard("global", "old"));
    send(Fixtures.leaderboard("global", "earlier"));
    send(Fixtures.leaderboard("country=GB", "a"));
    try (ReadLeaderboardExample example = new ReadLeaderboardExample(client())) {
      await()
          .untilAsserted(
              () -> {
                example.poll();
                assertThat(items(example.board("country=GB", "1m"))).containsExactly("a");
              });
      assertThat(items(example.board("global", "1m"))).containsExactly("earlier");

      send(Fixtures.leaderboard("global", "now", "earlier"));
      clear("country=GB|1m");
      await()
          .untilAsserted(
              () -> {
                example.poll();
                assertThat(example.board("country=GB", "1m")).isNull();
              });
      assertThat(items(example.board("global", "1m"))).containsExactly("now", "earlier");
      assertThat(example.board("global", "24h")).isNull();
    }
  }

  @Test
  void thePageShowsTheExample() throws Exception {
    String source = Files.readString(root().resolve("local").resolve(EXAMPLE));
    String shown = source.substring(source.indexOf("public final class"));

    assertThat(Files.readString(root().resolve("docs/events.md")))
        .contains("```java\n" + shown + "```");
  }

  private static Path root() {
    return Path.of(System.getProperty("basedir", ".")).toAbsolutePath().resolveSibling("");
  }

  private static Properties client() {
    Properties client = new Properties();
    client.setProperty("bootstrap.servers", broker.access().bootstrapServers());
    return client;
  }

  private static List<String> items(Leaderboard board) {
    return board == null ? null : board.items().stream().map(RankedContent::contentId).toList();
  }

  private static void send(Leaderboard board) throws Exception {
    broker.send(
        Topics.POPULARITY,
        0,
        board.key(),
        new String(JsonCodec.of(Leaderboard.class).encode(board), UTF_8));
  }

  private static void clear(String key) throws Exception {
    broker.send(new ProducerRecord<>(Topics.POPULARITY, 0, key.getBytes(UTF_8), null));
  }
}
