package io.nowfeed.local.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Topics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Uses a platform as phones and editors do, by an {@link Outsider}'s clients, and waits to see. */
final class Visitor implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Outsider outsider;
  private int events;

  Visitor(Endpoints endpoints) throws SQLException {
    outsider = new Outsider(endpoints);
  }

  /** The clients. */
  Outsider clients() {
    return outsider;
  }

  void insertUser(String userId, String country, String language, String... interests) {
    outsider.sql(
        "INSERT INTO users (user_id, country, region, language, birth_year, gender, plan,"
            + " interests, email, name) VALUES (?, ?, ?, ?, 1990, 'f', 'free', ?, ?, ?)",
        userId,
        country,
        country + "-1",
        language,
        interests,
        userId + "@secret.org",
        userId + " Secretson");
  }

  void publish(String contentId, String category, String language) {
    outsider.send(
        Topics.CONTENT,
        contentId,
        "{\"content_id\":\"%s\",\"category\":\"%s\",\"language\":\"%s\",\"tags\":[\"tag\"]}"
            .formatted(contentId, category, language));
  }

  /** Publishes what needs no language, in some countries. */
  void publishIn(List<String> countries, String contentId) {
    outsider.send(
        Topics.CONTENT,
        contentId,
        "{\"content_id\":\"%s\",\"category\":\"photo\",\"regions\":[\"%s\"]}"
            .formatted(contentId, String.join("\",\"", countries)));
  }

  void withdraw(String contentId) {
    outsider.send(new ProducerRecord<>(Topics.CONTENT, contentId.getBytes(UTF_8), null));
  }

  RecordMetadata beacon(String eventId, String userId) {
    return outsider.send(
        Topics.BEACONS,
        userId,
        "{\"event_id\":\"%s\",\"user_id\":\"%s\",\"device_id\":\"d-1\",\"ts\":%d,\"new_field\":{\"a\":[1]}}"
            .formatted(eventId, userId, now()));
  }

  /** Returns the event's id. */
  String interaction(String userId, String contentId, String action) {
    String eventId = "i-" + events++;
    outsider.send(
        Topics.INTERACTIONS,
        userId,
        "{\"event_id\":\"%s\",\"user_id\":\"%s\",\"content_id\":\"%s\",\"action\":\"%s\",\"ts\":%d}"
            .formatted(eventId, userId, contentId, action, now()));
    return eventId;
  }

  /** Sends beacons until the list in force is the one that is waited for. */
  Recommendations beaconUntil(String userId, Predicate<Recommendations> expected) {
    return await("list of " + userId)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              beacon("b-" + events++, userId);
              return listInForce(userId);
            },
            list -> list != null && expected.test(list));
  }

  /** Waits until the list in force is the expected one, without doing anything for it. */
  Recommendations awaitList(String userId, Predicate<Recommendations> expected) {
    return await("list of " + userId)
        .atMost(PATIENCE)
        .until(() -> listInForce(userId), list -> list != null && expected.test(list));
  }

  /** The list with the highest version, as a consumer keeps it; null before the first. */
  Recommendations listInForce(String userId) {
    return lists(userId).stream()
        .reduce((known, next) -> next.version() > known.version() ? next : known)
        .orElse(null);
  }

  /** All lists of a user, in their order in the topic. */
  List<Recommendations> lists(String userId) {
    return outsider.read(Topics.RECOMMENDATIONS, Recommendations.class).stream()
        .filter(list -> userId.equals(list.userId()))
        .toList();
  }

  /** The list that an event made: the first one of a user is always sent. */
  Recommendations listOf(String eventId) {
    return awaited(
        Topics.RECOMMENDATIONS,
        Recommendations.class,
        it -> it.trigger().eventId().equals(eventId));
  }

  ActiveUser activeUser(String eventId) {
    return awaited(Topics.ACTIVE_USERS, ActiveUser.class, it -> it.eventId().equals(eventId));
  }

  EnrichedInteraction enriched(String eventId) {
    return awaited(
        Topics.ENRICHED_INTERACTIONS,
        EnrichedInteraction.class,
        it -> it.eventId().equals(eventId));
  }

  <T> T awaited(String topic, Class<T> type, Predicate<T> wanted) {
    return await(topic)
        .atMost(PATIENCE)
        .until(
            () -> outsider.read(topic, type).stream().filter(wanted).findFirst().orElse(null),
            Objects::nonNull);
  }

  /** The current board of the last minute, null when there is none. */
  Leaderboard board(String segment) {
    return outsider.read(Topics.POPULARITY, Leaderboard.class).stream()
        .filter(board -> board.key().equals(segment + "|1m"))
        .reduce((older, newer) -> newer)
        .orElse(null);
  }

  /** Lets event time pass until the board shows all these. */
  Leaderboard awaitBoard(String segment, String... contentIds) {
    return await(segment)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              letTimePass();
              return board(segment);
            },
            board -> board != null && contentIds(board).containsAll(List.of(contentIds)));
  }

  private static List<String> contentIds(Leaderboard board) {
    return board.items().stream().map(RankedContent::contentId).toList();
  }

  /** An event a little ahead, as far as clocks differ. Of partitions without any, time runs on. */
  private void letTimePass() {
    outsider.send(
        Topics.INTERACTIONS,
        "clock",
        "{\"event_id\":\"clock-%d\",\"session_id\":\"clock\",\"content_id\":\"clock\",\"action\":\"scroll\",\"ts\":%d}"
            .formatted(events++, now() + 15_000));
  }

  /** The last record of a user's lists. */
  ConsumerRecord<String, byte[]> lastListOf(String key) {
    return outsider.read(Topics.RECOMMENDATIONS).stream()
        .filter(record -> record.key().equals(key))
        .reduce((older, newer) -> newer)
        .orElseThrow();
  }

  String keyOf(String topic, String eventId) {
    return outsider.read(topic).stream()
        .filter(record -> text(record.value()).contains("\"event_id\":\"" + eventId + "\""))
        .findFirst()
        .orElseThrow()
        .key();
  }

  static String text(Object value) {
    return value instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(value);
  }

  static void until(Callable<Boolean> condition) {
    await().atMost(PATIENCE).until(condition);
  }

  static long now() {
    return System.currentTimeMillis();
  }

  @Override
  public void close() throws SQLException {
    outsider.close();
  }
}
