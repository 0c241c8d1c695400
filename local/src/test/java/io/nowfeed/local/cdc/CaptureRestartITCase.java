package io.nowfeed.local.cdc;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.cdc.UsersTable;
import io.nowfeed.local.traffic.TestServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is captured when the connector stops, repeats itself, or begins anew. */
class CaptureRestartITCase {
  private static final String DROP_SLOT = "SELECT pg_drop_replication_slot('nowfeed')";

  @TempDir private Path folder;
  private TestServers servers;
  private CapturedUsers users;

  @BeforeEach
  void start() throws Exception {
    servers = TestServers.start(folder).withCapture();
    users = new CapturedUsers(servers.target());
    users.awaitCapture();
  }

  @AfterEach
  void stop() throws Exception {
    servers.close();
  }

  @Test
  void whatChangesWhileTheConnectorIsAwayComesWhenItIsBack() throws Exception {
    users.sql("INSERT INTO users (user_id, country) VALUES ('ann', 'GB')");
    users.changes("ann", 1);
    servers.stopCapture();
    users.sql(
        "UPDATE users SET country = 'FR' WHERE user_id = 'ann'",
        "DELETE FROM users WHERE user_id = 'ann'");
    servers.withCapture();

    List<UserChange> changes = users.changes("ann", 4);

    assertThat(countries(changes)).containsExactly("GB", "FR", "gone", "tombstone");
  }

  @Test
  void aConnectorThatRepeatsItselfIsRecognisedByPosition() throws Exception {
    users.sql("INSERT INTO users (user_id, country) VALUES ('ann', 'GB')");
    users.changes("ann", 1);
    servers.stopCapture();
    keepPosition();
    servers.withCapture();
    users.sql(
        "UPDATE users SET country = 'FR' WHERE user_id = 'ann'",
        "DELETE FROM users WHERE user_id = 'ann'",
        "INSERT INTO users (user_id, country) VALUES ('ann', 'IT')",
        "UPDATE users SET country = 'DE' WHERE user_id = 'ann'");
    List<UserChange> once = users.changes("ann", 6);
    servers.stopCapture();
    returnToPosition();
    servers.withCapture();

    List<UserChange> twice = users.changes("ann", 11);

    assertThat(countries(twice))
        .containsExactly(
            "GB", "FR", "gone", "tombstone", "IT", "DE", "FR", "gone", "tombstone", "IT", "DE");
    assertThat(twice.subList(6, 11)).isEqualTo(once.subList(1, 6));
    assertThat(countries(newest(twice))).containsExactly("GB", "FR", "gone", "IT", "DE", "DE");
  }

  @Test
  void aSecondSnapshotIsNewerThanWhatItRepeats() throws Exception {
    users.sql(
        "INSERT INTO users (user_id, country) VALUES ('ann', 'GB')",
        "UPDATE users SET country = 'FR' WHERE user_id = 'ann'");
    List<UserChange> streamed = users.changes("ann", 2);
    long before = users.now();
    snapshotAgain();
    UserChange repeated = users.changes("ann", 3).get(2);
    users.sql("UPDATE users SET country = 'IT' WHERE user_id = 'ann'");
    UserChange later = users.changes("ann", 4).get(3);

    assertThat(repeated.attributes()).isEqualTo(streamed.get(1).attributes());
    assertThat(repeated.lsn()).isGreaterThan(streamed.get(1).lsn()).isLessThan(later.lsn());
    assertThat(repeated.asOf()).isBetween(before, later.asOf());
  }

  @Test
  void aSnapshotBehindALostSlotBringsChangesButNoDeletions() throws Exception {
    users.sql("INSERT INTO users (user_id, country) VALUES ('ann', 'GB'), ('bob', 'GB')");
    users.changes("ann", 1);
    UserChange last = users.changes("bob", 1).get(0);
    servers.stopCapture();
    users.sql(
        DROP_SLOT,
        "UPDATE users SET country = 'FR' WHERE user_id = 'ann'",
        "DELETE FROM users WHERE user_id = 'bob'");
    Files.delete(servers.captureOffsets());
    servers.withCapture();

    List<UserChange> changes = users.changes("ann", 2);

    assertThat(countries(changes)).containsExactly("GB", "FR");
    assertThat(changes.get(1).lsn()).isGreaterThan(last.lsn());
    assertThat(countries(users.changes("bob", 1))).containsExactly("GB");
  }

  /** Why a new snapshot begins with a new slot: see "A new snapshot" in docs/operations.md. */
  @Test
  void aChangeThatWasOpenDuringASnapshotOnTheOldSlotLooksOlder() throws Exception {
    users.sql("INSERT INTO users (user_id, country) VALUES ('ann', 'GB')");
    users.changes("ann", 1);
    try (Connection open = openUpdate()) {
      // A snapshot has the position up to which the log is written: no lazy commit here.
      users.sql("SET synchronous_commit TO on", "INSERT INTO users (user_id) VALUES ('between')");
      snapshotAgain();
      users.changes("ann", 2);
      open.commit();
    }

    List<UserChange> changes = users.changes("ann", 3);

    assertThat(countries(changes)).containsExactly("GB", "GB", "FR");
    assertThat(changes.get(2).lsn()).isLessThan(changes.get(1).lsn());
    assertThat(changes.get(2).asOf()).isGreaterThan(changes.get(1).asOf());
  }

  @Test
  void aSnapshotOnANewSlotWaitsForOpenTransactions() throws Exception {
    users.sql("INSERT INTO users (user_id, country) VALUES ('ann', 'GB')");
    users.changes("ann", 1);
    try (Connection open = openUpdate()) {
      ask("PUT", "/stop");
      // Refused as long as the connector still stops.
      await().until(() -> ask("DELETE", "/offsets") == 200);
      users.sql(DROP_SLOT);
      ask("PUT", "/resume");
      users.awaitSlotInTheMaking();
      open.commit();
    }

    List<UserChange> changes = users.changes("ann", 2);

    assertThat(countries(changes)).containsExactly("GB", "FR");
    assertThat(changes).extracting(UserChange::lsn).isSorted();
  }

  /** A word to Kafka Connect about the connector, as docs/operations.md has it. */
  private int ask(String method, String path) throws Exception {
    URI uri = URI.create(servers.connectUrl() + "/connectors/" + UsersTable.CONNECTOR + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private Connection openUpdate() throws Exception {
    Connection open = servers.target().connect();
    open.setAutoCommit(false);
    try (Statement statement = open.createStatement()) {
      statement.executeUpdate("UPDATE users SET country = 'FR' WHERE user_id = 'ann'");
    }
    return open;
  }

  private void snapshotAgain() throws Exception {
    servers.stopCapture();
    Files.delete(servers.captureOffsets());
    servers.withCapture();
  }

  /** The slot and the offsets of a worker that dies before it saves how far it is. */
  private void keepPosition() throws Exception {
    users.sql("SELECT pg_copy_logical_replication_slot('nowfeed', 'kept')");
    Files.copy(servers.captureOffsets(), folder.resolve("kept"), REPLACE_EXISTING);
  }

  private void returnToPosition() throws Exception {
    users.sql(DROP_SLOT, "SELECT pg_copy_logical_replication_slot('kept', 'nowfeed')");
    Files.copy(folder.resolve("kept"), servers.captureOffsets(), REPLACE_EXISTING);
  }

  /** What is known after each change, when an older one never overwrites a newer one. */
  private static List<UserChange> newest(List<UserChange> changes) {
    List<UserChange> known = new ArrayList<>();
    for (UserChange change : changes) {
      if (known.isEmpty() || change.lsn() >= known.get(known.size() - 1).lsn()) {
        known.add(change);
      }
    }
    return known;
  }

  private static List<String> countries(List<UserChange> changes) {
    return changes.stream().map(CaptureRestartITCase::country).toList();
  }

  private static String country(UserChange change) {
    if (change.isTombstone()) {
      return "tombstone";
    }
    return change.isDelete() ? "gone" : change.attributes().country();
  }
}
