package io.nowfeed.local.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.events.Action;
import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Origin;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import io.nowfeed.events.Topics;
import io.nowfeed.events.Trigger;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.local.platform.BadRecords.BadRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data's ways through the real platform, as somebody with plain clients sees them. */
class PlatformITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;
  private static RunningPlatform running;
  private static Outsider outsider;
  private static int events;

  @BeforeAll
  static void start() throws Exception {
    running = RunningPlatform.in(folder.resolve("data"));
    outsider = new Outsider(running.platform().endpoints());
  }

  @AfterAll
  static void stop() throws Exception {
    if (outsider != null) {
      outsider.close();
    }
    if (running != null) {
      running.close();
    }
  }

  @Test
  void aBeaconMeetsTheAttributesThatSqlWrote() {
    publish("fresh-fr", "tennis", "fr");
    insertUser("ann", "FR", "fr", "tennis");

    RecordMetadata beacon = beacon("b-ann", "ann");

    ActiveUser active = activeUser("b-ann");
    assertThat(active.attributes())
        .isEqualTo(new UserAttributes("FR", "FR-1", "fr", 1990, "f", "free", List.of("tennis")));
    assertThat(active.matchReason()).isEqualTo(MatchReason.MATCHED);
    assertThat(active.attributesLsn()).isPositive();
    assertThat(active.attributesAsOf()).isBetween(now() - 60_000, now());
    assertThat(active.origin())
        .isEqualTo(new Origin(Topics.BEACONS, beacon.partition(), beacon.offset()));
    Recommendations list = recommendations("b-ann");
    assertThat(list.userId()).isEqualTo("ann");
    assertThat(list.trigger().kind()).isEqualTo(Trigger.Kind.BEACON);
    assertThat(list.trigger().origin()).isEqualTo(active.origin());
    assertThat(list.items())
        .extracting(RecommendedItem::contentId, RecommendedItem::reason, RecommendedItem::interest)
        .contains(org.assertj.core.groups.Tuple.tuple("fresh-fr", Rung.FRESH, true));
    assertThat(keyOf(Topics.RECOMMENDATIONS, "b-ann")).isEqualTo("ann");
    assertThat(keyOf(Topics.ACTIVE_USERS, "b-ann")).isEqualTo("ann");
  }

  @Test
  void anUpdateShowsInTheNextBeaconAndItsRecommendations() {
    publish("se-1", "hockey", "sv");
    publish("no-1", "ski", "sv");
    insertUser("erik", "SE", "sv");
    insertUser("nora", "NO", "sv");
    insertUser("mia", "SE", "sv");
    interaction("erik", "se-1", "like");
    interaction("nora", "no-1", "like");
    awaitBoard("country=SE");
    awaitBoard("country=NO");
    Recommendations before = beaconUntil("mia", list -> hasSegment(list, "country=SE"));
    assertThat(before.items())
        .extracting(RecommendedItem::segment)
        .contains("country=SE")
        .doesNotContain("country=NO");

    outsider.sql("UPDATE users SET country = 'NO', updated_at = now() WHERE user_id = 'mia'");

    Recommendations after = beaconUntil("mia", list -> hasSegment(list, "country=NO"));
    assertThat(after.items()).extracting(RecommendedItem::segment).doesNotContain("country=SE");
    assertThat(after.version()).isGreaterThan(before.version());
    ActiveUser first = activeUser(before.trigger().eventId());
    ActiveUser second = activeUser(after.trigger().eventId());
    assertThat(first.attributes().country()).isEqualTo("SE");
    assertThat(second.attributes().country()).isEqualTo("NO");
    assertThat(second.attributesLsn()).isGreaterThan(first.attributesLsn());
    assertThat(versionsOf("mia")).isSorted().doesNotHaveDuplicates();
    assertThat(restarts()).isZero();
  }

  @Test
  void aDeleteErasesTheList() {
    insertUser("gone", "IT", "it");
    beacon("b-gone", "gone");
    recommendations("b-gone");

    outsider.sql("DELETE FROM users WHERE user_id = 'gone'");

    until(() -> lastOf("gone").value() == null);
    beacon("b-gone-2", "gone");
    ActiveUser active = activeUser("b-gone-2");
    assertThat(active.matchReason()).isEqualTo(MatchReason.DELETED);
    assertThat(active.attributes()).isNull();
    assertThat(active.attributesLsn()).isNull();
    // A list of a later beacon of the same user's partition would be behind one of the erased.
    assertThat(lastOf("gone").value()).isNull();
  }

  @Test
  void nameAndEmailNeverEnterKafka() {
    insertUser("shy", "GB", "en");
    outsider.sql("UPDATE users SET email = 'shy-two@secret.org' WHERE user_id = 'shy'");
    outsider.sql("UPDATE users SET name = 'Shy Secretson II', plan = 'pro' WHERE user_id = 'shy'");
    outsider.sql("DELETE FROM users WHERE user_id = 'shy'");

    until(() -> changesOf("shy").stream().anyMatch(change -> change.value() == null));

    assertThat(changesOf("shy")).hasSize(5);
    for (Topics.Topic topic : Topics.all()) {
      for (ConsumerRecord<String, byte[]> record : outsider.read(topic.name())) {
        assertThat(record.key() + text(record.value()))
            .doesNotContainIgnoringCase("secret")
            .doesNotContain("\"email\"");
      }
    }
    assertThat(text(changesOf("shy").get(2).value())).contains("\"plan\":\"pro\"");
  }

  @Test
  void nobodySignedInIsAnonymous() {
    publish("for-all", "weather", "en");
    outsider.send(
        Topics.BEACONS,
        "s-9",
        "{\"event_id\":\"b-s9\",\"session_id\":\"s-9\",\"device_id\":\"d-9\",\"ts\":%d}"
            .formatted(now()));
    outsider.send(
        Topics.INTERACTIONS,
        "d-8",
        "{\"event_id\":\"i-d8\",\"device_id\":\"d-8\",\"content_id\":\"for-all\",\"action\":\"share\",\"ts\":%d}"
            .formatted(now()));

    ActiveUser active = activeUser("b-s9");
    assertThat(active.matchReason()).isEqualTo(MatchReason.ANONYMOUS);
    assertThat(active.attributes()).isNull();
    assertThat(keyOf(Topics.ACTIVE_USERS, "b-s9")).isEqualTo("session:s-9");
    Recommendations list = recommendations("b-s9");
    assertThat(list.userId()).isNull();
    assertThat(list.sessionId()).isEqualTo("s-9");
    assertThat(keyOf(Topics.RECOMMENDATIONS, "b-s9")).isEqualTo("session:s-9");
    EnrichedInteraction enriched = enriched("i-d8");
    assertThat(enriched.matchReason()).isEqualTo(MatchReason.ANONYMOUS);
    assertThat(keyOf(Topics.ENRICHED_INTERACTIONS, "i-d8")).isEqualTo("device:d-8");
  }

  @Test
  void aUserWhoIsNotInTheTableIsWaitedForAndThenNamed() {
    beacon("b-late-row", "late-row");
    beacon("b-nobody", "nobody");
    insertUser("late-row", "ES", "es");

    assertThat(activeUser("b-late-row").matchReason()).isEqualTo(MatchReason.MATCHED);
    assertThat(activeUser("b-nobody").matchReason()).isEqualTo(MatchReason.NO_SUCH_USER);
  }

  @Test
  void interactionsBecomeLeaderboardsAndRows() {
    publish("pl-1", "chess", "pl");
    publish("pl-2", "chess", "pl");
    insertUser("jan", "PL", "pl", "chess");
    insertUser("ola", "PL", "pl");
    String sharedByJan = interaction("jan", "pl-1", "share");
    List<String> sent =
        List.of(
            sharedByJan,
            interaction("ola", "pl-1", "click"),
            interaction("ola", "pl-2", "like"),
            interaction("jan", "pl-2", "impression"),
            interaction("jan", "not-published", "click"));

    EnrichedInteraction enriched = enriched(sharedByJan);
    assertThat(enriched.content()).isEqualTo(new ContentFacts("chess", "pl", List.of("tag")));
    assertThat(enriched.attributes().country()).isEqualTo("PL");
    assertThat(enriched.action()).isEqualTo(Action.SHARE);
    assertThat(enriched(sent.get(4)).content()).isNull();

    for (String segment : List.of("country=PL", "language=pl", "category=chess")) {
      Leaderboard board = awaitBoard(segment, "pl-1", "pl-2");
      RankedContent first = board.items().get(0);
      assertThat(first.contentId()).isEqualTo("pl-1");
      assertThat(first.score()).isEqualTo(4 + 1);
      assertThat(first.counts().shares()).isEqualTo(1);
      assertThat(first.counts().clicks()).isEqualTo(1);
      assertThat(board.items().get(1).counts().impressions()).isEqualTo(1);
      assertThat(board.windowEnd() - board.windowStart()).isEqualTo(60_000);
    }
    awaitBoard("global", "pl-1", "pl-2", "not-published");
    assertThat(awaitBoard("country=PL", "pl-1").items()).hasSize(3);

    until(() -> rowsInPostgres("country=PL").equals(rowsOf(board("country=PL"))));
    until(() -> rowsInBigQuery("enriched_interactions", sent) == sent.size());
    assertThat(
            outsider.count(
                "SELECT count(DISTINCT (origin_topic, origin_partition, origin_offset))"
                    + " FROM enriched_interactions WHERE event_id IN "
                    + in(sent)))
        .isEqualTo(sent.size());
    until(() -> outsider.count("SELECT count(*) FROM popularity WHERE segment = 'country=PL'") > 0);
    beacon("b-jan", "jan");
    until(() -> rowsInBigQuery("active_users", List.of("b-jan")) == 1);
    until(
        () ->
            outsider.count("SELECT count(*) FROM recommendations WHERE trigger_event_id = 'b-jan'")
                == 1);
  }

  @Test
  void badInputBecomesDeadLettersAndTheNextGoodEventGetsThrough() throws Exception {
    outsider.setTopic(Topics.INTERACTIONS, "max.message.bytes", "3000000");
    insertUser("good", "DE", "de");
    Map<Origin, BadRecord> sent = new LinkedHashMap<>();
    int before = deadLetters(0).size();
    List<BadRecord> bad = new ArrayList<>(BadRecords.at(now()));
    bad.add(BadRecords.huge());
    for (BadRecord record : bad) {
      RecordMetadata at = outsider.send(record.on(0));
      sent.put(new Origin(record.topic(), at.partition(), at.offset()), record);
    }
    outsider.send(
        new ProducerRecord<>(
            Topics.INTERACTIONS,
            0,
            "good".getBytes(UTF_8),
            """
            {"event_id":"i-good","user_id":"good","content_id":"c","action":"click","ts":%d,
             "unknown":{"deep":[1,{"a":null}]},"another":true}"""
                .formatted(now())
                .getBytes(UTF_8)));

    assertThat(enriched("i-good").matchReason()).isEqualTo(MatchReason.MATCHED);
    until(() -> deadLetters(before).size() >= sent.size());
    assertThat(deadLetters(before))
        .extracting(letter -> new Origin(letter.topic(), letter.partition(), letter.offset()))
        .containsExactlyInAnyOrderElementsOf(sent.keySet());
    for (DeadLetter letter : deadLetters(before)) {
      assertTells(
          letter, sent.get(new Origin(letter.topic(), letter.partition(), letter.offset())));
    }
    assertThat(restarts()).isZero();
  }

  @Test
  void whatSomeStoreCannotHoldStopsNoJob() {
    outsider.sql(
        "INSERT INTO users (user_id, country, interests) VALUES ('odd', 'AT', '{art,NULL}')");
    outsider.send(Topics.CONTENT, "odd-1", "{\"content_id\":\"odd-1\",\"tags\":[null,\"a\"]}");
    beacon("b-odd", "odd");
    String odd = interaction("odd", "odd-1", "like");
    assertThat(activeUser("b-odd").attributes().interests()).containsExactly("art");
    assertThat(enriched(odd).content().tags()).containsExactly("a");
    int before = deadLetters(0).size();

    // JSON can write half a character, which UTF-8 cannot, and a NUL, which Postgres cannot.
    interaction("odd", "half-\\ud800", "like");
    interaction("odd", "nul-\\u0000", "like");

    until(() -> deadLetters(before).size() >= 2);
    assertThat(deadLetters(before))
        .hasSize(2)
        .allSatisfy(
            letter -> {
              assertThat(letter.reason()).isEqualTo(DeadLetterReason.WRONG_TYPE);
              assertThat(letter.detail()).contains("'content_id'");
            });
    String good = interaction("odd", "odd-1", "share");
    until(() -> rowsInBigQuery("enriched_interactions", List.of(odd, good)) == 2);
    until(() -> rowsInBigQuery("active_users", List.of("b-odd")) == 1);
    awaitBoard("country=AT");
    until(() -> rowsInPostgres("country=AT").equals(rowsOf(board("country=AT"))));
    assertThat(restarts()).isZero();
  }

  private static void assertTells(DeadLetter letter, BadRecord record) {
    assertThat(letter.reason()).as(record.what()).isEqualTo(record.reason());
    assertThat(letter.detail()).as(record.what()).contains(record.detail());
    assertThat(letter.stage()).isEqualTo("source-" + record.topic().replace("nowfeed.public.", ""));
    assertThat(letter.key()).as(record.what()).isEqualTo(record.key());
    byte[] value = record.value();
    if (value == null) {
      assertThat(letter.value()).isNull();
      return;
    }
    assertThat(letter.valueSize()).as(record.what()).isEqualTo(value.length);
    assertThat(letter.value())
        .as(record.what())
        .isEqualTo(Arrays.copyOf(value, Math.min(value.length, 2 << 20)));
    assertThat(letter.ingestedAt()).isBetween(now() - 120_000, now());
    assertThat(letter.failedAt()).isBetween(letter.ingestedAt(), now());
  }

  /** Those behind the first {@code earlier}: the topic has one partition, hence one order. */
  private static List<DeadLetter> deadLetters(int earlier) {
    return outsider.read(Topics.DEAD_LETTERS, DeadLetter.class).stream().skip(earlier).toList();
  }

  private static List<List<String>> rowsInPostgres(String segment) {
    return outsider.sqlRows(
        "SELECT rank, content_id, score, shares, clicks,"
            + " (extract(epoch FROM window_end) * 1000)::bigint"
            + " FROM popularity WHERE segment = ? AND window_size = '1m' AND ranked_by = 'score'"
            + " ORDER BY rank",
        segment);
  }

  private static List<List<String>> rowsOf(Leaderboard board) {
    return board.items().stream()
        .map(
            item ->
                List.of(
                    String.valueOf(item.rank()),
                    item.contentId(),
                    String.format(Locale.ROOT, "%.0f", item.score()),
                    String.valueOf(item.counts().shares()),
                    String.valueOf(item.counts().clicks()),
                    String.valueOf(board.windowEnd())))
        .toList();
  }

  private static long rowsInBigQuery(String table, Collection<String> eventIds) {
    return outsider.count("SELECT count(*) FROM " + table + " WHERE event_id IN " + in(eventIds));
  }

  private static String in(Collection<String> eventIds) {
    return "('" + String.join("', '", eventIds) + "')";
  }

  private static void insertUser(
      String userId, String country, String language, String... interests) {
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

  private static void publish(String contentId, String category, String language) {
    outsider.send(
        Topics.CONTENT,
        contentId,
        "{\"content_id\":\"%s\",\"category\":\"%s\",\"language\":\"%s\",\"tags\":[\"tag\"]}"
            .formatted(contentId, category, language));
  }

  private static RecordMetadata beacon(String eventId, String userId) {
    return outsider.send(
        Topics.BEACONS,
        userId,
        "{\"event_id\":\"%s\",\"user_id\":\"%s\",\"device_id\":\"d-1\",\"ts\":%d,\"new_field\":{\"a\":[1]}}"
            .formatted(eventId, userId, now()));
  }

  /** Returns the event's id. */
  private static String interaction(String userId, String contentId, String action) {
    return interaction(userId, contentId, action, now());
  }

  private static String interaction(String userId, String contentId, String action, long ts) {
    String eventId = "i-" + events++;
    outsider.send(
        Topics.INTERACTIONS,
        userId,
        "{\"event_id\":\"%s\",\"user_id\":\"%s\",\"content_id\":\"%s\",\"action\":\"%s\",\"ts\":%d}"
            .formatted(eventId, userId, contentId, action, ts));
    return eventId;
  }

  /** Sends beacons until one has the list that is waited for. */
  private static Recommendations beaconUntil(String userId, Predicate<Recommendations> expected) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              String eventId = "b-" + events++;
              beacon(eventId, userId);
              return recommendations(eventId);
            },
            expected);
  }

  private static boolean hasSegment(Recommendations list, String segment) {
    return list.items().stream().anyMatch(item -> segment.equals(item.segment()));
  }

  private static ActiveUser activeUser(String eventId) {
    return awaited(Topics.ACTIVE_USERS, ActiveUser.class, it -> it.eventId().equals(eventId));
  }

  private static EnrichedInteraction enriched(String eventId) {
    return awaited(
        Topics.ENRICHED_INTERACTIONS,
        EnrichedInteraction.class,
        it -> it.eventId().equals(eventId));
  }

  private static Recommendations recommendations(String eventId) {
    return awaited(
        Topics.RECOMMENDATIONS,
        Recommendations.class,
        it -> it.trigger().eventId().equals(eventId));
  }

  private static <T> T awaited(String topic, Class<T> type, Predicate<T> wanted) {
    return await(topic)
        .atMost(PATIENCE)
        .until(
            () -> outsider.read(topic, type).stream().filter(wanted).findFirst().orElse(null),
            Objects::nonNull);
  }

  /** The current board of the last minute, null when there is none. */
  private static Leaderboard board(String segment) {
    return outsider.read(Topics.POPULARITY, Leaderboard.class).stream()
        .filter(board -> board.key().equals(segment + "|1m"))
        .reduce((older, newer) -> newer)
        .orElse(null);
  }

  /** Lets event time pass until the board shows all these. */
  private static Leaderboard awaitBoard(String segment, String... contentIds) {
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
  private static void letTimePass() {
    outsider.send(
        Topics.INTERACTIONS,
        "clock",
        "{\"event_id\":\"clock-%d\",\"session_id\":\"clock\",\"content_id\":\"clock\",\"action\":\"scroll\",\"ts\":%d}"
            .formatted(events++, now() + 15_000));
  }

  private static List<Long> versionsOf(String userId) {
    return outsider.read(Topics.RECOMMENDATIONS, Recommendations.class).stream()
        .filter(list -> userId.equals(list.userId()))
        .map(Recommendations::version)
        .toList();
  }

  private static ConsumerRecord<String, byte[]> lastOf(String key) {
    return outsider.read(Topics.RECOMMENDATIONS).stream()
        .filter(record -> record.key().equals(key))
        .reduce((older, newer) -> newer)
        .orElseThrow();
  }

  private static List<ConsumerRecord<String, byte[]>> changesOf(String userId) {
    return outsider.read(Topics.USERS).stream()
        .filter(record -> record.key().equals(userId))
        .toList();
  }

  private static String keyOf(String topic, String eventId) {
    return outsider.read(topic).stream()
        .filter(record -> text(record.value()).contains("\"event_id\":\"" + eventId + "\""))
        .findFirst()
        .orElseThrow()
        .key();
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(value);
  }

  private static long restarts() {
    try {
      return running.platform().restarts();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(PATIENCE).until(condition);
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
