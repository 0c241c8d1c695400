package io.nowfeed.local.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.Rung;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.sinks.jdbc.ActiveUsersTable;
import io.nowfeed.sinks.jdbc.RelevanceTable;
import io.nowfeed.sinks.jdbc.UserSeen;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What dashboards on Postgres read of active users and relevance, whatever comes again. */
class DashboardTablesITCase {
  private static final String SHOWN =
      "SELECT user_id, session_id, extract(epoch FROM last_seen)::bigint - 1772366400, country,"
          + " match_reason FROM active_users ORDER BY 1, 2";
  private static final String BY_DAY =
      "SELECT event_day, experiment, arm, rung, engagements, hits, hits_at_10,"
          + " round(reciprocal_ranks_at_10::numeric, 3) FROM relevance_by_day ORDER BY 1, 3, 4";

  @RegisterExtension private static final TestPostgres postgres = new TestPostgres();

  @BeforeEach
  void empty() throws SQLException {
    postgres.sql("TRUNCATE active_user_states, relevance");
  }

  @Test
  void aRowAUserThatGoesForwardOnly() throws Exception {
    write(seen("ann", 10, "GB"), seen("ann", 20, "NZ"), seen("bob", 15, "DE"));
    assertThat(postgres.rows(SHOWN))
        .containsExactly("ann s-ann 20 NZ MATCHED", "bob s-bob 15 DE MATCHED");

    write(seen("ann", 10, "GB"), seen("ann", 20, "NZ"), seen("bob", 14, "GB"));
    assertThat(postgres.rows(SHOWN))
        .containsExactly("ann s-ann 20 NZ MATCHED", "bob s-bob 15 DE MATCHED");
  }

  @Test
  void oneWhoIsNotSignedInHasTheSessionsRow() throws Exception {
    write(
        UserSeen.of(active(null, "ann", 10, null, MatchReason.ANONYMOUS)),
        UserSeen.of(active(null, "ann", 11, null, MatchReason.ANONYMOUS)),
        UserSeen.of(active("ann", "s", 12, null, MatchReason.NO_SUCH_USER)));

    assertThat(postgres.rows(SHOWN))
        .containsExactly("ann s 12 null NO_SUCH_USER", "null ann 11 null ANONYMOUS");
  }

  @Test
  void whoIsErasedIsNowhereAndStaysSo() throws Exception {
    write(seen("ann", 10, "GB"), seen("bob", 10, "GB"));
    write(UserSeen.erased("ann", at(12)));
    assertThat(postgres.rows(SHOWN)).containsExactly("bob s-bob 10 GB MATCHED");
    assertThat(postgres.rows("SELECT * FROM active_user_states WHERE last_seen IS NULL"))
        .singleElement()
        .asString()
        .doesNotContain("ann ")
        .contains("null null null null null null null null null null null");

    write(seen("ann", 10, "GB"), seen("ann", 11, "GB"), UserSeen.erased("ann", at(12)));
    assertThat(postgres.rows(SHOWN)).containsExactly("bob s-bob 10 GB MATCHED");

    write(seen("ann", 73, "NZ"));
    write(seen("ann", 11, "GB"), UserSeen.erased("ann", at(12)));
    assertThat(postgres.rows(SHOWN))
        .containsExactly("ann s-ann 73 NZ MATCHED", "bob s-bob 10 GB MATCHED");
  }

  @Test
  void anErasureByAClockThatIsBehindErasesAllTheSame() throws Exception {
    write(seen("ann", 72, "GB"), seen("bob", 73, "GB"));
    write(UserSeen.erased("ann", at(12)), UserSeen.erased("bob", at(12)));
    assertThat(postgres.rows(SHOWN)).containsExactly("bob s-bob 73 GB MATCHED");

    write(UserSeen.erased("eve", at(12)), UserSeen.erased("kim", at(12)));
    write(seen("eve", 72, "GB"), seen("kim", 73, "GB"));
    assertThat(postgres.rows(SHOWN))
        .containsExactly("bob s-bob 73 GB MATCHED", "kim s-kim 73 GB MATCHED");
  }

  @Test
  void anErasureThatComesFirstKeepsOutWhatWasOnItsWay() throws Exception {
    write(UserSeen.erased("ann", at(12)));
    write(seen("ann", 11, "GB"));

    assertThat(postgres.rows(SHOWN)).isEmpty();
  }

  @Test
  void aBeaconOfADeletedUserErases() throws Exception {
    write(seen("ann", 10, "GB"));
    write(UserSeen.of(active("ann", "s-2", 20, null, MatchReason.DELETED)));

    assertThat(postgres.rows(SHOWN)).isEmpty();
    assertThat(
            postgres.rows("SELECT count(*) FROM active_user_states WHERE session_id IS NOT NULL"))
        .containsExactly("0");
  }

  @Test
  void aMeasurementIsARowOnceAndDaysAddUp() throws Exception {
    Relevance[] measured = {
      measured(0, 0, "full", 1, Rung.CO_VISITATION),
      measured(1, 1, "full", 4, Rung.CO_VISITATION),
      measured(2, 2, "full", 11, Rung.CO_VISITATION),
      measured(3, 3, "full", 2, Rung.FRESH),
      measured(4, 4, "full", null, null),
      measured(5, 5, "popular", null, null),
      measured(6, 43_200, "full", 1, Rung.FRESH),
    };
    write(measured);
    write(measured[0], measured[6], measured[0]);

    assertThat(postgres.rows(BY_DAY))
        .containsExactly(
            "2026-03-01 ladder full CO_VISITATION 3 3 2 1.250",
            "2026-03-01 ladder full FRESH 1 1 1 0.500",
            "2026-03-01 ladder full null 1 0 0 0.000",
            "2026-03-01 ladder popular null 1 0 0 0.000",
            "2026-03-02 ladder full FRESH 1 1 1 1.000");
    assertThat(postgres.rows("SELECT origin_offset FROM relevance ORDER BY 1"))
        .containsExactly("0", "1", "2", "3", "4", "5", "6");
    assertThat(
            postgres.rows(
                "SELECT origin_topic, origin_partition, content_id, action, rank, rung,"
                    + " session_rank, engaged_before, country, content_category, content_language"
                    + " FROM relevance WHERE origin_offset = 1"))
        .containsExactly("interactions 2 c-1 CLICK 4 CO_VISITATION null 12 GB sport en");
  }

  @Test
  void noColumnOfRelevanceNamesAPerson() throws Exception {
    assertThat(
            postgres.rows(
                "SELECT column_name FROM information_schema.columns WHERE table_name ="
                    + " 'relevance'"))
        .isNotEmpty()
        .doesNotContain("user_id", "session_id", "device_id", "event_id");
  }

  @Test
  void theTablesAreMadeAgainWithoutHarm() throws Exception {
    write(seen("ann", 10, "GB"));
    write(measured(0, 0, "full", 1, Rung.FRESH));
    postgres.sql(ActiveUsersTable.ddl());
    postgres.sql(RelevanceTable.ddl());

    assertThat(postgres.rows(SHOWN)).hasSize(1);
    assertThat(postgres.rows(BY_DAY)).hasSize(1);
  }

  @Test
  void oldRowsGoAsThePageSays() throws Exception {
    write(seen("old", 10, "GB"), UserSeen.erased("gone", at(10)));
    write(measured(0, 0, "full", 1, Rung.FRESH));
    postgres.sql(
        "INSERT INTO active_user_states (user_hash, user_id, last_seen, enriched_at)"
            + " VALUES (md5('new')::uuid, 'new', now(), now())");
    for (String delete : DocumentedSql.of("docs/tables.md", "DELETE")) {
      postgres.sql(delete);
    }

    assertThat(postgres.rows("SELECT user_id FROM active_user_states")).containsExactly("new");
    assertThat(postgres.rows("SELECT origin_offset FROM relevance")).isEmpty();
  }

  private static UserSeen seen(String user, long second, String country) {
    return UserSeen.of(active(user, "s-" + user, second, country, MatchReason.MATCHED));
  }

  private static ActiveUser active(
      String user, String session, long second, String country, MatchReason reason) {
    UserAttributes attributes =
        reason == MatchReason.MATCHED
            ? new UserAttributes(country, "Kent", "en", 1990, "f", "free", List.of("sport"))
            : null;
    return new ActiveUser(
        "b-1",
        user,
        "d-1",
        session,
        at(second),
        "7.1",
        "GB",
        attributes,
        reason,
        null,
        null,
        Fixtures.origin("beacons", 1),
        at(second),
        at(second));
  }

  private static Relevance measured(long offset, long second, String arm, Integer rank, Rung rung) {
    return new Relevance(
        "i-" + offset,
        "ann",
        "d-1",
        "s-1",
        "c-1",
        Action.CLICK,
        at(second),
        "ladder",
        arm,
        rank,
        rung,
        null,
        5L,
        12,
        "GB",
        "en",
        "sport",
        new Origin("interactions", 2, offset),
        "0.1.0");
  }

  private static long at(long second) {
    return Fixtures.NOON + second * 1_000;
  }

  private static void write(UserSeen... seen) throws Exception {
    postgres.write(ActiveUsersTable::sink, UserSeen.class, List.of(seen));
  }

  private static void write(Relevance... measured) throws Exception {
    postgres.write(RelevanceTable::sink, Relevance.class, List.of(measured));
  }
}
