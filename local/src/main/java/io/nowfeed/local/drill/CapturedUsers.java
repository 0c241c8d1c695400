package io.nowfeed.local.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.cdc.UserChangeDecoder;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.KafkaAccess;
import io.nowfeed.local.kafka.PartitionOffsets;
import io.nowfeed.local.kafka.PartitionScan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Whether the last change on the topic of users is, for each of them, what the table holds. */
public final class CapturedUsers {
  private final Map<String, List<Object>> captured = new HashMap<>();
  private final List<String> unreadable = new ArrayList<>();

  private CapturedUsers() {}

  /**
   * Compares.
   *
   * @param postgres with the users table
   * @return a line for each user that differs
   */
  public static List<String> differences(KafkaAccess kafka, Connection postgres)
      throws SQLException {
    CapturedUsers users = new CapturedUsers();
    try (Admin admin = kafka.admin()) {
      PartitionOffsets offsets = new PartitionOffsets(admin);
      new PartitionScan(kafka)
          .records(offsets.readable(offsets.partitions(List.of(Topics.USERS))), users::take);
    }
    List<String> differences = new ArrayList<>(users.unreadable);
    differences.addAll(users.differencesFrom(table(postgres)));
    return differences;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    String id = new String(record.key(), UTF_8);
    try {
      UserChange change = UserChangeDecoder.decode(id, record.value());
      if (change.isDelete() || change.isTombstone()) {
        captured.remove(id);
      } else {
        captured.put(id, values(change));
      }
    } catch (MalformedEventException e) {
      unreadable.add("user " + id + ": " + e.getMessage());
    }
  }

  private static List<Object> values(UserChange change) {
    var attributes = change.attributes();
    return row(attributes.country(), attributes.region(), attributes.language(), attributes.plan());
  }

  private static Map<String, List<Object>> table(Connection postgres) throws SQLException {
    Map<String, List<Object>> table = new HashMap<>();
    try (Statement statement = postgres.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT user_id, country, region, language, plan FROM users")) {
      while (rows.next()) {
        table.put(
            rows.getString(1),
            row(rows.getString(2), rows.getString(3), rows.getString(4), rows.getString(5)));
      }
    }
    return table;
  }

  private static List<Object> row(String... values) {
    return new ArrayList<>(Arrays.asList(values));
  }

  private List<String> differencesFrom(Map<String, List<Object>> table) {
    TreeSet<String> ids = new TreeSet<>(table.keySet());
    ids.addAll(captured.keySet());
    return ids.stream()
        .filter(id -> !Objects.equals(table.get(id), captured.get(id)))
        .map(
            id ->
                "user %s is %s in the table, and %s by its last change on the topic"
                    .formatted(id, table.get(id), captured.get(id)))
        .toList();
  }
}
