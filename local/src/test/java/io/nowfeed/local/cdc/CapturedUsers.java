package io.nowfeed.local.cdc;

import static org.awaitility.Awaitility.await;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.cdc.UserChangeDecoder;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Topics;
import io.nowfeed.local.traffic.Target;
import io.nowfeed.local.traffic.TopicReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The users table as SQL writes it, and as its topic tells it. */
final class CapturedUsers {
  /** A change and where it is. */
  record Captured(int partition, UserChange change) {}

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Target target;

  CapturedUsers(Target target) {
    this.target = target;
  }

  /** Until every change from now on comes as such, and not within a first snapshot. */
  void awaitCapture() throws SQLException {
    sql("INSERT INTO users (user_id) VALUES ('first')");
    captured("first", 1);
  }

  /** Until a connector has Postgres make its slot, which waits for transactions that are open. */
  void awaitSlotInTheMaking() {
    await("the slot")
        .atMost(PATIENCE)
        .until(
            () ->
                count(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND query LIKE 'CREATE_REPLICATION_SLOT%'")
                    > 0);
  }

  private long count(String query) throws SQLException {
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Runs statements, each in a transaction of its own. */
  void sql(String... statements) throws SQLException {
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  /** The database's time, epoch milliseconds. */
  long now() throws SQLException {
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
      row.next();
      return row.getTimestamp(1).toInstant().toEpochMilli();
    }
  }

  /** All changes of a user once there are so many. */
  List<UserChange> changes(String userId, int count) {
    return captured(userId, count).stream().map(Captured::change).toList();
  }

  /** All changes of a user, and where they are, once there are so many. */
  List<Captured> captured(String userId, int count) {
    return await("changes of " + userId)
        .atMost(PATIENCE)
        .until(() -> read(userId), found -> found.size() >= count);
  }

  private List<Captured> read(String userId) throws MalformedEventException {
    List<Captured> found = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record :
        TopicReader.read(target.bootstrapServers(), Topics.USERS)) {
      if (record.key().equals(userId)) {
        UserChange change = UserChangeDecoder.decode(record.key(), record.value());
        found.add(new Captured(record.partition(), change));
      }
    }
    return found;
  }
}
