package io.nowfeed.local.platform;

import static io.nowfeed.local.platform.Visitor.now;
import static io.nowfeed.local.platform.Visitor.text;
import static io.nowfeed.local.platform.Visitor.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.nowfeed.jobs.lineage.JobLineage.Dataset;
import io.nowfeed.local.lineage.Lineage;
import io.nowfeed.local.lineage.RunningGraph;
import io.nowfeed.local.platform.BadRecords.BadRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data's ways through the real platform, as somebody with plain clients sees them. */
class PlatformITCase {
  @TempDir private static Path folder;
  private static RunningPlatform running;
  private static Visitor visitor;
  private static Outsider outsider;
  private static StoredRows rows;

  @BeforeAll
  static void start() throws Exception {
    running = RunningPlatform.in(folder.resolve("data"));
    visitor = new Visitor(running.platform().endpoints());
    outsider = visitor.clients();
    rows = new StoredRows(outsider);
  }

  @AfterAll
  static void stop() throws Exception {
    if (visitor != null) {
      visitor.close();
    }
    if (running != null) {
      running.close();
    }
  }

  @Test
  void aBeaconMeetsTheAttributesThatSqlWrote() {
    visitor.publish("fresh-fr", "tennis", "fr");
    visitor.insertUser("ann", "FR", "fr", "tennis");

    RecordMetadata beacon = visitor.beacon("b-ann", "ann");

    ActiveUser active = visitor.activeUser("b-ann");
    assertThat(active.attributes())
        .isEqualTo(new UserAttributes("FR", "FR-1", "fr", 1990, "f", "free", List.of("tennis")));
    assertThat(active.matchReason()).isEqualTo(MatchReason.MATCHED);
    assertThat(active.attributesLsn()).isPositive();
    assertThat(active.attributesAsOf()).isBetween(now() - 60_000, now());
    assertThat(active.origin())
        .isEqualTo(new Origin(Topics.BEACONS, beacon.partition(), beacon.offset()));
    Recommendations list = visitor.listOf("b-ann");
    assertThat(list.userId()).isEqualTo("ann");
    assertThat(list.trigger().kind()).isEqualTo(Trigger.Kind.BEACON);
    assertThat(list.trigger().origin()).isEqualTo(active.origin());
    assertThat(list.items())
        .extracting(RecommendedItem::contentId, RecommendedItem::reason, RecommendedItem::interest)
        .contains(org.assertj.core.groups.Tuple.tuple("fresh-fr", Rung.FRESH, true));
    assertThat(visitor.keyOf(Topics.RECOMMENDATIONS, "b-ann")).isEqualTo("ann");
    assertThat(visitor.keyOf(Topics.ACTIVE_USERS, "b-ann")).isEqualTo("ann");
  }

  @Test
  void nameAndEmailNeverEnterKafka() {
    visitor.insertUser("shy", "GB", "en");
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
    visitor.publish("for-all", "weather", "en");
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

    ActiveUser active = visitor.activeUser("b-s9");
    assertThat(active.matchReason()).isEqualTo(MatchReason.ANONYMOUS);
    assertThat(active.attributes()).isNull();
    assertThat(visitor.keyOf(Topics.ACTIVE_USERS, "b-s9")).isEqualTo("session:s-9");
    Recommendations list = visitor.listOf("b-s9");
    assertThat(list.userId()).isNull();
    assertThat(list.sessionId()).isEqualTo("s-9");
    assertThat(visitor.keyOf(Topics.RECOMMENDATIONS, "b-s9")).isEqualTo("session:s-9");
    EnrichedInteraction enriched = visitor.enriched("i-d8");
    assertThat(enriched.matchReason()).isEqualTo(MatchReason.ANONYMOUS);
    assertThat(visitor.keyOf(Topics.ENRICHED_INTERACTIONS, "i-d8")).isEqualTo("device:d-8");
  }

  @Test
  void aUserWhoIsNotInTheTableIsWaitedForAndThenNamed() {
    visitor.beacon("b-late-row", "late-row");
    visitor.beacon("b-nobody", "nobody");
    visitor.insertUser("late-row", "ES", "es");

    assertThat(visitor.activeUser("b-late-row").matchReason()).isEqualTo(MatchReason.MATCHED);
    assertThat(visitor.activeUser("b-nobody").matchReason()).isEqualTo(MatchReason.NO_SUCH_USER);
  }

  @Test
  void interactionsBecomeLeaderboardsAndRows() {
    visitor.publish("pl-1", "chess", "pl");
    visitor.publish("pl-2", "chess", "pl");
    visitor.insertUser("jan", "PL", "pl", "chess");
    visitor.insertUser("ola", "PL", "pl");
    String sharedByJan = visitor.interaction("jan", "pl-1", "share");
    List<String> sent =
        List.of(
            sharedByJan,
            visitor.interaction("ola", "pl-1", "click"),
            visitor.interaction("ola", "pl-2", "like"),
            visitor.interaction("jan", "pl-2", "impression"),
            visitor.interaction("jan", "not-published", "click"));

    EnrichedInteraction enriched = visitor.enriched(sharedByJan);
    assertThat(enriched.content()).isEqualTo(new ContentFacts("chess", "pl", List.of("tag")));
    assertThat(enriched.attributes().country()).isEqualTo("PL");
    assertThat(enriched.action()).isEqualTo(Action.SHARE);
    assertThat(visitor.enriched(sent.get(4)).content()).isNull();

    for (String segment : List.of("country=PL", "language=pl", "category=chess")) {
      Leaderboard board = visitor.awaitBoard(segment, "pl-1", "pl-2");
      RankedContent first = board.items().get(0);
      assertThat(first.contentId()).isEqualTo("pl-1");
      assertThat(first.score()).isEqualTo(4 + 1);
      assertThat(first.counts().shares()).isEqualTo(1);
      assertThat(first.counts().clicks()).isEqualTo(1);
      assertThat(board.items().get(1).counts().impressions()).isEqualTo(1);
      assertThat(board.windowEnd() - board.windowStart()).isEqualTo(60_000);
    }
    visitor.awaitBoard("global", "pl-1", "pl-2", "not-published");
    assertThat(visitor.awaitBoard("country=PL", "pl-1").items()).hasSize(3);

    until(() -> rows.inPostgres("country=PL").equals(StoredRows.of(visitor.board("country=PL"))));
    until(() -> rows.inBigQuery("enriched_interactions", sent) == sent.size());
    assertThat(rows.originsInBigQuery("enriched_interactions", sent)).isEqualTo(sent.size());
    until(() -> outsider.count("SELECT count(*) FROM popularity WHERE segment = 'country=PL'") > 0);
    visitor.beacon("b-jan", "jan");
    until(() -> rows.inBigQuery("active_users", List.of("b-jan")) == 1);
    until(() -> rows.countryInPostgres("jan").equals(List.of(List.of("PL"))));
    until(() -> !outsider.sqlRows("SELECT arm FROM relevance WHERE content_id = 'pl-1'").isEmpty());
    until(
        () ->
            outsider.count("SELECT count(*) FROM recommendations WHERE trigger_event_id = 'b-jan'")
                == 1);
  }

  @Test
  void badInputBecomesDeadLettersAndTheNextGoodEventGetsThrough() throws Exception {
    outsider.setTopic(Topics.INTERACTIONS, "max.message.bytes", "3000000");
    visitor.insertUser("good", "DE", "de");
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
             "unknown":{"deep":[1,{"a":null}]},"another":true}\
            """
                .formatted(now())
                .getBytes(UTF_8)));

    assertThat(visitor.enriched("i-good").matchReason()).isEqualTo(MatchReason.MATCHED);
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
    visitor.beacon("b-odd", "odd");
    String odd = visitor.interaction("odd", "odd-1", "like");
    assertThat(visitor.activeUser("b-odd").attributes().interests()).containsExactly("art");
    assertThat(visitor.enriched(odd).content().tags()).containsExactly("a");
    int before = deadLetters(0).size();

    // JSON can write half a character, which UTF-8 cannot, and a NUL, which Postgres cannot.
    visitor.interaction("odd", "half-\\ud800", "like");
    visitor.interaction("odd", "nul-\\u0000", "like");

    until(() -> deadLetters(before).size() >= 2);
    assertThat(deadLetters(before))
        .hasSize(2)
        .allSatisfy(
            letter -> {
              assertThat(letter.reason()).isEqualTo(DeadLetterReason.WRONG_TYPE);
              assertThat(letter.detail()).contains("'content_id'");
            });
    String good = visitor.interaction("odd", "odd-1", "share");
    until(() -> rows.inBigQuery("enriched_interactions", List.of(odd, good)) == 2);
    until(() -> rows.inBigQuery("active_users", List.of("b-odd")) == 1);
    visitor.awaitBoard("country=AT");
    until(() -> rows.inPostgres("country=AT").equals(StoredRows.of(visitor.board("country=AT"))));
    assertThat(restarts()).isZero();
  }

  @Test
  void lineageIsTheGraphThatRunsNow() throws Exception {
    visitor.insertUser("lin", "IE", "en");
    visitor.beacon("b-lin", "lin");
    visitor.activeUser("b-lin");
    until(() -> rows.inBigQuery("active_users", List.of("b-lin")) == 1);
    Endpoints endpoints = running.platform().endpoints();
    Lineage lineage =
        new Lineage(
            endpoints.flink(), endpoints.connect(), new Dataset("postgres://pg", "postgres"));

    until(() -> isCounted(graph(lineage)));
    RunningGraph graph = graph(lineage);

    assertThat(graph.silent()).isEmpty();
    assertThat(ways(graph))
        .contains(
            "postgres.public.users -> nowfeed-users",
            "nowfeed-users -> nowfeed.public.users",
            "nowfeed.public.users -> personalization",
            "beacons -> personalization",
            "personalization -> recommendations",
            "active-users -> analytics",
            "analytics -> local.nowfeed.active_users",
            "analytics -> postgres.public.active_user_states",
            "analytics -> dead-letters");
    assertThat(graph.nodes())
        .filteredOn(node -> node.kind() == RunningGraph.Kind.TOPIC)
        .extracting(RunningGraph.Node::name)
        .containsExactlyInAnyOrderElementsOf(
            Topics.all().stream()
                .map(Topics.Topic::name)
                .filter(topic -> !topic.equals(Topics.REDRIVEN))
                .toList());
  }

  /** Every edge of a job has its count, and what was just sent is in it. */
  private static boolean isCounted(RunningGraph graph) {
    boolean all =
        graph.edges().stream()
            .filter(edge -> edge.from().startsWith("job/") || edge.to().startsWith("job/"))
            .allMatch(edge -> edge.records() != null);
    return all
        && graph.edges().stream()
            .filter(edge -> edge.to().endsWith(".nowfeed.active_users"))
            .anyMatch(edge -> edge.records() > 0);
  }

  private static RunningGraph graph(Lineage lineage) {
    try {
      return lineage.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static List<String> ways(RunningGraph graph) {
    return graph.edges().stream()
        .map(edge -> graph.node(edge.from()).name() + " -> " + graph.node(edge.to()).name())
        .toList();
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

  private static List<ConsumerRecord<String, byte[]>> changesOf(String userId) {
    return outsider.read(Topics.USERS).stream()
        .filter(record -> record.key().equals(userId))
        .toList();
  }

  private static long restarts() {
    try {
      return running.platform().restarts();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
