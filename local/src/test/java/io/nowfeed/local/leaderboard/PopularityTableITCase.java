package io.nowfeed.local.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.server.PostgresServer;
import io.nowfeed.sinks.jdbc.PopularityTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dashboard on Postgres reads, whatever comes and comes again. */
class PopularityTableITCase {
  private static final long SLIDE = 5_000;
  private static final String SHOWN =
      "SELECT content_id FROM popularity WHERE segment = 'global' AND window_size = '1m'"
          + " AND ranked_by = 'score' ORDER BY rank";

  @TempDir private static Path folder;
  private static PostgresServer postgres;
  private static Connection connection;

  @BeforeAll
  static void start() throws Exception {
    postgres = PostgresServer.start(folder.resolve("postgres"), Ports.free().postgres());
    connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), null);
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    postgres.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    sql("TRUNCATE popularity_boards");
  }

  @Test
  void aRowForEachPlaceOfEachList() throws Exception {
    write(Fixtures.movingLeaderboard("global"), Fixtures.leaderboard("country=GB", "other"));

    assertThat(
            rows(
                "SELECT ranked_by, rank, previous_rank, content_id, score, trend, ctr, impressions,"
                    + " clicks, watches, watch_time_ms, scrolls, likes, shares, add_to_carts,"
                    + " purchases FROM popularity WHERE segment = 'global' AND window_size = '1m'"
                    + " ORDER BY ranked_by DESC, rank"))
        .containsExactly(
            "score 1 3 c-3 100 0.5 0.125 9 3 0 0 0 1 0 0 0",
            "score 2 1 c-1 99 -0.25 0.125 9 3 0 0 0 1 0 0 0",
            "score 3 null c-9 98 1 0.125 9 3 0 0 0 1 0 0 0",
            "likes 1 1 c-1 99 0 0.125 9 3 0 0 0 1 0 0 0");
    assertThat(
            rows(
                "SELECT DISTINCT extract(epoch FROM window_start)::bigint,"
                    + " extract(epoch FROM window_end)::bigint,"
                    + " (extract(epoch FROM published_at) * 1000)::bigint FROM popularity"
                    + " WHERE segment = 'global'"))
        .containsExactly("1772366400 1772366460 1772366460001");
  }

  @Test
  void aNewerBoardReplacesAndWhatComesAgainDoesNot() throws Exception {
    Leaderboard first = board(1, 10, "a");
    Leaderboard second = board(2, 20, "b", "a");
    write(first, second);
    assertThat(rows(SHOWN)).containsExactly("b", "a");

    write(first);
    assertThat(rows(SHOWN)).containsExactly("b", "a");
    write(second, first, second);
    assertThat(rows(SHOWN)).containsExactly("b", "a");
  }

  @Test
  void theCorrectionOfAnEarlierWindowIsNotShown() throws Exception {
    write(board(1, 10, "a"), board(2, 20, "b"), board(1, 30, "a", "late"));
    assertThat(rows(SHOWN)).containsExactly("b");

    write(board(2, 30, "b", "late"));
    assertThat(rows(SHOWN)).containsExactly("b", "late");
  }

  @Test
  void aBoardOfAnEarlierClockIsNewerWhenItsWindowIs() throws Exception {
    write(board(1, 20, "a"), board(2, 19, "b"));

    assertThat(rows(SHOWN)).containsExactly("b");
  }

  @Test
  void whatIsClearedStaysSoUntilSomethingNewComes() throws Exception {
    Leaderboard before = board(1, 10, "a");
    Leaderboard cleared = cleared(20);
    write(before, cleared);
    assertThat(rows(SHOWN)).isEmpty();
    assertThat(rows("SELECT ranked_by FROM popularity")).isEmpty();

    write(before);
    assertThat(rows(SHOWN)).isEmpty();

    write(board(3, 30, "b"));
    write(before, cleared);
    assertThat(rows(SHOWN)).containsExactly("b");
  }

  @Test
  void anEarlierVersionsTableIsBroughtUpToDateWithWhatIsGranted() throws Exception {
    sql("DROP VIEW popularity; DROP TABLE popularity_boards");
    sql(
        "CREATE TABLE popularity_boards (segment text NOT NULL, window_size text NOT NULL,"
            + " window_start timestamptz NOT NULL, window_end timestamptz NOT NULL,"
            + " items jsonb NOT NULL, published_at timestamptz NOT NULL,"
            + " PRIMARY KEY (segment, window_size))");
    sql(
        "CREATE VIEW popularity AS SELECT b.segment, b.window_size, b.window_start, b.window_end,"
            + " 1 AS rank, '' AS content_id, 0::double precision AS score, 0::bigint AS"
            + " impressions, 0::bigint AS clicks, 0::bigint AS watches, 0::bigint AS scrolls,"
            + " 0::bigint AS likes, 0::bigint AS shares, 0::bigint AS add_to_carts, 0::bigint AS"
            + " purchases, b.published_at FROM popularity_boards b");
    sql(
        "INSERT INTO popularity_boards VALUES ('global', '1m', to_timestamp(1), to_timestamp(61),"
            + " '[{\"rank\":1,\"content_id\":\"old\",\"score\":2,\"counts\":{\"clicks\":2}}]',"
            + " to_timestamp(62))");
    sql("CREATE ROLE dashboard; GRANT SELECT ON popularity TO dashboard");

    sql(PopularityTable.ddl());
    sql(PopularityTable.ddl());

    sql("SET ROLE dashboard");
    assertThat(rows(SHOWN)).containsExactly("old");
    sql("RESET ROLE");
    write(board(1, 10, "a"));
    assertThat(rows(SHOWN)).containsExactly("a");
  }

  /** A board whose window ends so many slides later, published at a moment. */
  private static Leaderboard board(int slides, long publishedAt, String... contentIds) {
    Leaderboard any = Fixtures.leaderboard("global", contentIds);
    return new Leaderboard(
        any.segment(),
        any.window(),
        any.windowStart() + slides * SLIDE,
        any.windowEnd() + slides * SLIDE,
        any.items(),
        any.top(),
        Fixtures.NOON + publishedAt);
  }

  /** As the analytics job reads a tombstone. */
  private static Leaderboard cleared(long at) {
    return new Leaderboard("global", "1m", 0, 0, List.of(), List.of(), Fixtures.NOON + at);
  }

  private static void write(Leaderboard... boards) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    env.fromData(Leaderboard.class, boards)
        .sinkTo(PopularityTable.sink(postgres.jdbcUrl(), postgres.user(), ""));
    env.execute();
  }

  private static void sql(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> rows(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getObject(i)).replaceAll("\\.0$", ""));
        }
        rows.add(String.join(" ", row));
      }
      return rows;
    }
  }
}
