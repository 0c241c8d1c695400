package io.nowfeed.local.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.local.cdc.CapturedUsers.Captured;
import io.nowfeed.local.traffic.TestServers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Postgres and a real Debezium say of changes, and how it is read. */
class UsersCdcITCase {
  private static final long HISTORY = 1_291_191_960_000L;

  /** Incompressible and above 2 kB, so that Postgres keeps it outside the row. */
  private static final String LARGE_INTERESTS =
      "(SELECT array_agg(md5(n::text)) FROM generate_series(1, 300) n)";

  @TempDir private static Path folder;
  private static TestServers servers;
  private static CapturedUsers users;

  @BeforeAll
  static void start() throws Exception {
    servers = TestServers.start(folder).withCapture();
    users = new CapturedUsers(servers.target());
    users.awaitCapture();
  }

  @AfterAll
  static void stop() throws Exception {
    servers.close();
  }

  @Test
  void anInsertAnUpdateAndADelete() throws Exception {
    long before = users.now();
    users.sql(
        "INSERT INTO users (user_id, country, birth_year, interests, email)"
            + " VALUES ('ann', 'GB', 1990, '{sport,news}', 'ann@example.com')",
        "UPDATE users SET country = NULL, birth_year = NULL, plan = 'plus' WHERE user_id = 'ann'",
        "DELETE FROM users WHERE user_id = 'ann'");

    List<UserChange> changes = users.changes("ann", 4);

    assertThat(changes)
        .extracting(UserChange::attributes)
        .containsExactly(
            new UserAttributes("GB", null, null, 1990, null, null, List.of("sport", "news")),
            new UserAttributes(null, null, null, null, null, "plus", List.of("sport", "news")),
            null,
            null);
    assertThat(changes.get(2).isTombstone()).isFalse();
    assertThat(changes.get(3).isTombstone()).isTrue();
    assertThat(changes.subList(0, 3))
        .extracting(UserChange::lsn)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(changes.subList(0, 3))
        .extracting(UserChange::asOf)
        .isSorted()
        .allMatch(asOf -> asOf >= before && asOf <= before + 60_000);
  }

  @Test
  void aKeyChangeIsADeleteHereAndACreateThere() throws Exception {
    users.sql(
        "INSERT INTO users (user_id, country) VALUES ('bob', 'GB')",
        "UPDATE users SET user_id = 'robert', country = 'FR' WHERE user_id = 'bob'");

    List<Captured> old = users.captured("bob", 3);
    List<Captured> renamed = users.captured("robert", 1);

    assertThat(old.get(1).change().userId()).isEqualTo("bob");
    assertThat(old.get(1).change().isDelete()).isTrue();
    assertThat(old.get(1).change().isTombstone()).isFalse();
    assertThat(old.get(2).change().isTombstone()).isTrue();
    assertThat(renamed).hasSize(1);
    assertThat(renamed.get(0).change().userId()).isEqualTo("robert");
    assertThat(renamed.get(0).change().attributes().country()).isEqualTo("FR");
    assertThat(renamed.get(0).partition()).isNotEqualTo(old.get(1).partition());
  }

  @Test
  void columnsComeAndGo() throws Exception {
    users.sql(
        "INSERT INTO users (user_id, country, plan) VALUES ('cyd', 'GB', 'free')",
        "ALTER TABLE users ADD COLUMN loyalty integer DEFAULT 7",
        "UPDATE users SET country = 'FR', loyalty = 8 WHERE user_id = 'cyd'",
        "ALTER TABLE users DROP COLUMN loyalty",
        "ALTER TABLE users DROP COLUMN plan",
        "UPDATE users SET country = 'DE' WHERE user_id = 'cyd'",
        "ALTER TABLE users ADD COLUMN plan text",
        "UPDATE users SET country = 'IT' WHERE user_id = 'cyd'",
        "UPDATE users SET plan = 'plus' WHERE user_id = 'cyd'",
        "DELETE FROM users WHERE user_id = 'cyd'");

    assertThat(users.changes("cyd", 7).subList(0, 6))
        .extracting(change -> change.isDelete() ? "gone" : text(change.attributes()))
        .containsExactly("GB free", "FR free", "DE null", "IT null", "IT plus", "gone");
  }

  private static String text(UserAttributes attributes) {
    return attributes.country() + " " + attributes.plan();
  }

  @Test
  void anUnchangedLargeValueIsTakenFromTheVersionBefore() throws Exception {
    users.sql("ALTER TABLE users REPLICA IDENTITY DEFAULT");
    try {
      users.sql(
          "INSERT INTO users (user_id, interests) VALUES ('dan', " + LARGE_INTERESTS + ")",
          "UPDATE users SET plan = 'plus' WHERE user_id = 'dan'",
          "DELETE FROM users WHERE user_id = 'dan'");
      List<UserChange> changes = users.changes("dan", 4);

      UserChange insert = changes.get(0);
      UserChange update = changes.get(1);
      assertThat(insert.attributes().interests()).hasSize(300);
      assertThat(insert.over(null)).isSameAs(insert);
      assertThat(update.attributes().interests()).containsExactly("__debezium_unavailable_value");
      assertThat(update.over(insert.attributes()).attributes())
          .isEqualTo(
              new UserAttributes(
                  null, null, null, null, null, "plus", insert.attributes().interests()));
      assertThat(update.over(null).attributes().interests()).isEmpty();
      assertThat(changes.get(2).userId()).isEqualTo("dan");
      assertThat(changes.get(2).isDelete()).isTrue();
      assertThat(changes.get(2).isTombstone()).isFalse();
      assertThat(changes.get(3).isTombstone()).isTrue();
    } finally {
      users.sql("ALTER TABLE users REPLICA IDENTITY FULL");
    }
  }

  @Test
  void aWholeRowInTheLogHasItsLargeValues() throws Exception {
    users.sql(
        "INSERT INTO users (user_id, interests) VALUES ('eli', " + LARGE_INTERESTS + ")",
        "UPDATE users SET plan = 'plus' WHERE user_id = 'eli'");

    List<UserChange> changes = users.changes("eli", 2);

    assertThat(changes.get(1).attributes().interests())
        .hasSize(300)
        .isEqualTo(changes.get(0).attributes().interests());
  }

  @Test
  void aRowIsTrueSinceItsValidFrom() throws Exception {
    long before = users.now();
    users.sql(
        "INSERT INTO users (user_id, valid_from) VALUES ('fay', '2010-12-01 08:26:00.25+00')",
        "UPDATE users SET valid_from = '2010-12-01 10:26:00+02' WHERE user_id = 'fay'",
        "UPDATE users SET plan = 'plus' WHERE user_id = 'fay'",
        "UPDATE users SET plan = 'free', valid_from = NULL WHERE user_id = 'fay'");

    List<UserChange> changes = users.changes("fay", 4);

    assertThat(changes.subList(0, 3))
        .extracting(UserChange::asOf)
        .containsExactly(HISTORY + 250, HISTORY, HISTORY);
    assertThat(changes.get(3).asOf()).isBetween(before, before + 60_000);
  }
}
