package io.nowfeed.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.TestBroker;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What top prints, and how it ends. */
class TopCommandITCase {
  @TempDir private static Path folder;
  private static TestBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void reset() throws Exception {
    broker.reset();
  }

  @Test
  void theGlobalBoardOfTheShortestWindow() throws Exception {
    send("global", "24h", Fixtures.leaderboard("global", "day"));
    send("global", "1m", Fixtures.leaderboard("global", "replaced"));
    send("country=GB", "1m", Fixtures.leaderboard("country=GB", "other"));
    send("global", "1m", Fixtures.movingLeaderboard("global"));
    send("global", "30m", Fixtures.leaderboard("global", "half an hour"));

    CommandLineRun run = top();

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().findFirst().orElseThrow())
        .matches(
            "global in 1m by score: 2026-03-01T12:00:00Z to 2026-03-01T12:01:00Z,"
                + " published 2026-03-01T12:01:00.001Z, \\d+ \\w+ ago");
    assertThat(run.out().lines().skip(1))
        .containsExactly(
            "rank | move | content_id | score | trend | ctr   | shown | clicks | watches | watched |"
                + " scrolls | likes | shares | carts | bought",
            "-----+------+------------+-------+-------+-------+-------+--------+---------+---------+"
                + "---------+-------+--------+-------+-------",
            "1    | +2   | c-3        | 100   | +0.50 | 12.5% | 9     | 3      | 0       | 0s      |"
                + " 0       | 1     | 0      | 0     | 0",
            "2    | -1   | c-1        | 99    | -0.25 | 12.5% | 9     | 3      | 0       | 0s      |"
                + " 0       | 1     | 0      | 0     | 0",
            "3    | new  | c-9        | 98    | +1.00 | 12.5% | 9     | 3      | 0       | 0s      |"
                + " 0       | 1     | 0      | 0     | 0",
            "(3 rows)");
  }

  @Test
  void theBoardThatIsAskedFor() throws Exception {
    send("global", "1m", Fixtures.movingLeaderboard("global"));
    send("country=GB", "30m", Fixtures.movingLeaderboard("country=GB"));

    CommandLineRun likes =
        top("--segment", "country=GB", "--window", "30m", "--by", "likes", "--top", "5");
    assertThat(likes.out()).startsWith("country=GB in 30m by likes").contains("| c-1 ");
    assertThat(likes.out()).doesNotContain("| c-3 ").endsWith("(1 row)\n");

    assertThat(top("--top", "2").out()).endsWith("(2 rows)\n");
    assertThat(top("--by", "shares").out()).endsWith("(0 rows)\n");
  }

  @Test
  void programsGetEveryField() throws Exception {
    send("global", "1m", Fixtures.movingLeaderboard("global"));

    JsonNode rows = new ObjectMapper().readTree(top("--format", "json").out());
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).get("segment").asText()).isEqualTo("global");
    assertThat(rows.get(0).get("ranked_by").asText()).isEqualTo("score");
    assertThat(rows.get(0).get("window_end").asLong()).isEqualTo(Fixtures.NOON + 60_000);
    assertThat(rows.get(0).get("previous_rank").asInt()).isEqualTo(3);
    assertThat(rows.get(2).get("previous_rank").isNull()).isTrue();

    assertThat(top("--format", "csv", "--top", "1").out().lines())
        .containsExactly(
            "segment,window,window_start,window_end,published_at,ranked_by,rank,previous_rank,"
                + "content_id,score,trend,ctr,impressions,clicks,watches,watch_time_ms,scrolls,"
                + "likes,shares,add_to_carts,purchases",
            "global,1m,1772366400000,1772366460000,1772366460001,score,1,3,c-3,100.0,0.5,0.125,9,"
                + "3,0,0,0,1,0,0,0");
  }

  @Test
  void aBoardThatIsNotThereNamesThoseThatAre() throws Exception {
    send("global", "1m", Fixtures.movingLeaderboard("global"));
    send("country=GB", "1m", Fixtures.movingLeaderboard("country=GB"));
    send("country=DE", "1m", Fixtures.movingLeaderboard("country=DE"));
    clear("country=DE|1m");

    for (String segment : new String[] {"country=XX", "country=DE"}) {
      CommandLineRun none = top("--segment", segment);
      assertThat(none.exitCode()).isEqualTo(1);
      assertThat(none.out()).isEmpty();
      assertThat(none.err())
          .isEqualTo(
              "nowfeed: no board of "
                  + segment
                  + " in 1m: nothing was popular there, or there is no such segment; segments"
                  + " there are: country=GB, global\n");
    }
    CommandLineRun window = top("--window", "7m");
    assertThat(window.exitCode()).isEqualTo(1);
    assertThat(window.err()).contains("no board in 7m").endsWith("windows there are: 1m\n");
    CommandLineRun list = top("--by", "clicks");
    assertThat(list.exitCode()).isEqualTo(1);
    assertThat(list.err()).contains("no list by clicks: it has score, likes, shares");
  }

  @Test
  void anEmptyTopicAndNoTopicAreTold() throws Exception {
    CommandLineRun empty = top();
    assertThat(empty.exitCode()).isEqualTo(1);
    assertThat(empty.err())
        .isEqualTo(
            "nowfeed: no board of global: topic popularity holds none at all; nothing is popular,"
                + " or no PersonalizationJob writes there\n");

    broker.deleteTopic(Topics.POPULARITY);
    CommandLineRun missing = top();
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).startsWith("nowfeed: topic popularity does not exist");
    assertThat(missing.err().lines()).hasSize(1);
  }

  private static CommandLineRun top(String... more) {
    return CommandLineRun.of(
        Stream.concat(
                Stream.of("top", "--kafka", broker.access().bootstrapServers()), Stream.of(more))
            .toArray(String[]::new));
  }

  private static void send(String segment, String window, Leaderboard board) throws Exception {
    Leaderboard named =
        new Leaderboard(
            segment,
            window,
            board.windowStart(),
            board.windowEnd(),
            board.items(),
            board.top(),
            board.publishedAt());
    broker.send(
        Topics.POPULARITY,
        0,
        named.key(),
        new String(JsonCodec.of(Leaderboard.class).encode(named), UTF_8));
  }

  private static void clear(String key) throws Exception {
    broker.send(new ProducerRecord<>(Topics.POPULARITY, 0, key.getBytes(UTF_8), null));
  }
}
