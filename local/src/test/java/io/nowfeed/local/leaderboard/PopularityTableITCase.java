package io.nowfeed.local.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.local.dashboards.TestPostgres;
import io.nowfeed.sinks.jdbc.PopularityTable;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a dashboard on Postgres reads, whatever comes and comes again. */
class PopularityTableITCase {
  private static final long SLIDE = 5_000;
  private static final String SHOWN =
      "SELECT content_id FROM popularity WHERE segment = 'global' AND window_size = '1m'"
          + " AND ranked_by = 'score' ORDER BY rank";

  @RegisterExtension private static final TestPostgres postgres = new TestPostgres();

  @BeforeEach
  void empty() throws SQLException {
    postgres.sql("TRUNCATE popularity_boards");
  }

  @Test
  void aRowForEachPlaceOfEachList() throws Exception {
    write(Fixtures.movingLeaderboard("global"), Fixtures.leaderboard("country=GB", "other"));

    assertThat(
            postgres.rows(
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
            postgres.rows(
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
    assertThat(postgres.rows(SHOWN)).containsExactly("b", "a");

    write(first);
    assertThat(postgres.rows(SHOWN)).containsExactly("b", "a");
    write(second, first, second);
    assertThat(postgres.rows(SHOWN)).containsExactly("b", "a");
  }

  @Test
  void theCorrectionOfAnEarlierWindowIsNotShown() throws Exception {
    write(board(1, 10, "a"), board(2, 20, "b"), board(1, 30, "a", "late"));
    assertThat(postgres.rows(SHOWN)).containsExactly("b");

    write(board(2, 30, "b", "late"));
    assertThat(postgres.rows(SHOWN)).containsExactly("b", "late");
  }

  @Test
  void aBoardOfAnEarlierClockIsNewerWhenItsWindowIs() throws Exception {
    write(board(1, 20, "a"), board(2, 19, "b"));

    assertThat(postgres.rows(SHOWN)).containsExactly("b");
  }

  @Test
  void whatIsClearedStaysSoUntilSomethingNewComes() throws Exception {
    Leaderboard before = board(1, 10, "a");
    Leaderboard cleared = cleared(20);
    write(before, cleared);
    assertThat(postgres.rows(SHOWN)).isEmpty();
    assertThat(postgres.rows("SELECT ranked_by FROM popularity")).isEmpty();

    write(before);
    assertThat(postgres.rows(SHOWN)).isEmpty();

    write(board(3, 30, "b"));
    write(before, cleared);
    assertThat(postgres.rows(SHOWN)).containsExactly("b");
  }

  @Test
  void anEarlierVersionsTableIsBroughtUpToDateWithWhatIsGranted() throws Exception {
    postgres.sql("DROP VIEW popularity; DROP TABLE popularity_boards");
    postgres.sql(
        "CREATE TABLE popularity_boards (segment text NOT NULL, window_size text NOT NULL,"
            + " window_start timestamptz NOT NULL, window_end timestamptz NOT NULL,"
            + " items jsonb NOT NULL, published_at timestamptz NOT NULL,"
            + " PRIMARY KEY (segment, window_size))");
    postgres.sql(
        "CREATE VIEW popularity AS SELECT b.segment, b.window_size, b.window_start, b.window_end,"
            + " 1 AS rank, '' AS content_id, 0::double precision AS score, 0::bigint AS"
            + " impressions, 0::bigint AS clicks, 0::bigint AS watches, 0::bigint AS scrolls,"
            + " 0::bigint AS likes, 0::bigint AS shares, 0::bigint AS add_to_carts, 0::bigint AS"
            + " purchases, b.published_at FROM popularity_boards b");
    postgres.sql(
        "INSERT INTO popularity_boards VALUES ('global', '1m', to_timestamp(1), to_timestamp(61),"
            + " '[{\"rank\":1,\"content_id\":\"old\",\"score\":2,\"counts\":{\"clicks\":2}}]',"
            + " to_timestamp(62))");
    postgres.sql("CREATE ROLE dashboard; GRANT SELECT ON popularity TO dashboard");

    postgres.sql(PopularityTable.ddl());
    postgres.sql(PopularityTable.ddl());

    postgres.sql("SET ROLE dashboard");
    assertThat(postgres.rows(SHOWN)).containsExactly("old");
    postgres.sql("RESET ROLE");
    write(board(1, 10, "a"));
    assertThat(postgres.rows(SHOWN)).containsExactly("a");
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
    postgres.write(PopularityTable::sink, Leaderboard.class, List.of(boards));
  }
}
