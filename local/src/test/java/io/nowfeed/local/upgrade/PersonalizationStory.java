package io.nowfeed.local.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nowfeed.events.Action;
import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.Duplicate;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.LateEvent;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Origin;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.Rung;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.local.everyevent.Envelopes;
import io.nowfeed.local.kafka.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Three users read and leave, a fourth is not in the users table yet, a fifth is deleted. Behind
 * the savepoint each comes upon something that only state can know.
 */
final class PersonalizationStory implements JobStory {
  private static final String BEACONS = "upgrade-beacons";
  private static final String INTERACTIONS = "upgrade-interactions";
  private static final String USERS = "upgrade-users";
  private static final String FOR_EVER = "36500 d";
  private static final int ITEMS = 8;

  /** Broker's time is that of the story, and the topics are never cut. */
  private static final Map<String, String> STAMPED_BY_STORY =
      Map.of(
          "message.timestamp.type",
          "CreateTime",
          "message.timestamp.after.max.ms",
          Long.toString(Long.MAX_VALUE),
          "retention.ms",
          "-1");

  private final long started = System.currentTimeMillis();

  @Override
  public String job() {
    return "personalization";
  }

  @Override
  public void prepare(TestBroker broker) throws Exception {
    broker
        .admin()
        .createTopics(
            List.of(BEACONS, INTERACTIONS, USERS).stream()
                .map(name -> new NewTopic(name, 1, (short) 1).configs(STAMPED_BY_STORY))
                .toList())
        .all()
        .get();
  }

  @Override
  public JobConfig config(String bootstrapServers) throws InvalidConfigException {
    return JobConfig.of(
        Map.ofEntries(
            Map.entry("kafka.bootstrap.servers", bootstrapServers),
            Map.entry("topic.beacons", BEACONS),
            Map.entry("topic.interactions", INTERACTIONS),
            Map.entry("topic.users", USERS),
            Map.entry("checkpoint.interval", "200 ms"),
            Map.entry("source.idleness", "500 ms"),
            Map.entry("deduplication.horizon", FOR_EVER),
            Map.entry("enrichment.max-wait", FOR_EVER),
            Map.entry("enrichment.deleted-retention", FOR_EVER),
            Map.entry("popularity.quiet-after", FOR_EVER),
            Map.entry("recommendation.expires-after", FOR_EVER),
            Map.entry("recommendation.active-for", FOR_EVER),
            Map.entry("recommendation.profile-retention", FOR_EVER),
            Map.entry("covisitation.retention", FOR_EVER)),
        PersonalizationJob.REQUIRED);
  }

  @Override
  public void build(StreamExecutionEnvironment env, JobConfig config) {
    PersonalizationJob.build(env, config);
  }

  @Override
  public List<List<ProducerRecord<byte[], byte[]>>> before() {
    return List.of(tables(), reading(), beacons());
  }

  private static List<ProducerRecord<byte[], byte[]>> tables() {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (String user : List.of("ann", "bob", "cat", "gone")) {
      records.add(user(user, records.size() + 1));
    }
    records.add(record(USERS, "gone", at(0), null));
    IntStream.rangeClosed(1, ITEMS)
        .mapToObj(number -> Fixtures.content("c-" + number, "category-" + number % 3, "en"))
        .forEach(item -> records.add(content(item)));
    return records;
  }

  /** Who reads c-2 reads c-1 next; the last one lets event time pass. */
  private static List<ProducerRecord<byte[], byte[]>> reading() {
    return List.of(
        click("i-1", "bob", "c-2", at(0)),
        click("i-2", "bob", "c-1", at(1)),
        click("i-3", "cat", "c-2", at(2)),
        click("i-4", "cat", "c-1", at(3)),
        click("i-5", "ann", "c-3", at(4)),
        click("i-1", "bob", "c-2", at(5)),
        anonymous("i-6", at(20 * 60)));
  }

  private static List<ProducerRecord<byte[], byte[]>> beacons() {
    return List.of(beacon("b-1", "newcomer", at(21 * 60)), beacon("b-2", "ann", at(22 * 60)));
  }

  @Override
  public void assertTaken(int step, Results results) throws Exception {
    assertThat(results.of(Topics.DEAD_LETTERS, DeadLetter.class)).isEmpty();
    if (step == 1) {
      assertThat(results.of(Topics.ENRICHED_INTERACTIONS, EnrichedInteraction.class)).hasSize(6);
      assertThat(results.of(Topics.DUPLICATES, Duplicate.class)).hasSize(1);
      assertThat(results.of(Topics.POPULARITY, Leaderboard.class))
          .anyMatch(board -> board.segment().equals("global") && board.window().equals("24h"));
    }
    if (step == 2) {
      assertThat(results.of(Topics.ACTIVE_USERS, ActiveUser.class))
          .extracting(ActiveUser::userId)
          .containsExactly("ann");
      assertThat(results.of(Topics.RECOMMENDATIONS, Recommendations.class))
          .singleElement()
          .satisfies(list -> assertThat(ids(list)).contains("c-1", "c-2").doesNotContain("c-3"));
    }
  }

  @Override
  public List<ProducerRecord<byte[], byte[]>> after() {
    return List.of(
        user("newcomer", 100),
        beacon("b-3", "gone", at(23 * 60)),
        click("i-1", "bob", "c-2", at(23 * 60)),
        click("i-7", "ann", "c-2", at(23 * 60)),
        click("i-8", "cat", "c-1", at(24 * 60)),
        click("i-9", "cat", "c-4", at(-2 * 60 * 60)),
        anonymous("i-10", at(40 * 60)));
  }

  @Override
  public void assertWentOn(Results results) throws Exception {
    assertThat(results.of(Topics.DEAD_LETTERS, DeadLetter.class))
        .as("goes on where it was in every topic")
        .isEmpty();
    assertThat(results.of(Topics.ACTIVE_USERS, ActiveUser.class))
        .as("an event that waited, and one of a user who was deleted")
        .extracting(ActiveUser::eventId, ActiveUser::matchReason, ActiveUser::origin)
        .containsExactlyInAnyOrder(
            tuple("b-1", MatchReason.MATCHED, new Origin(BEACONS, 0, 0)),
            tuple("b-3", MatchReason.DELETED, new Origin(BEACONS, 0, 2)));
    assertThat(results.of(Topics.DUPLICATES, Duplicate.class))
        .as("what came before")
        .containsExactly(new Duplicate("i-1", new Origin(INTERACTIONS, 0, 7)));
    assertThat(results.of(Topics.ENRICHED_INTERACTIONS, EnrichedInteraction.class))
        .as("users and content that were known")
        .filteredOn(interaction -> interaction.userId() != null)
        .allMatch(interaction -> interaction.matchReason() == MatchReason.MATCHED)
        .allMatch(interaction -> interaction.content() != null)
        .extracting(EnrichedInteraction::eventId)
        .containsExactlyInAnyOrder("i-7", "i-8", "i-9");
    assertThat(results.of(Topics.LATE_EVENTS, LateEvent.class))
        .as("how far event time was")
        .extracting(late -> late.interaction().eventId())
        .containsExactly("i-9");
    assertCountsGoOn(results.of(Topics.POPULARITY, Leaderboard.class));
    assertListsGoOn(results);
  }

  /** The window of a day holds what was counted on both sides. */
  private static void assertCountsGoOn(List<Leaderboard> boards) {
    assertThat(boards)
        .filteredOn(board -> board.segment().equals("global") && board.window().equals("24h"))
        .filteredOn(board -> board.windowEnd() == at(30 * 60))
        .last()
        .satisfies(
            board ->
                assertThat(board.items())
                    .extracting(RankedContent::contentId, item -> item.counts().clicks())
                    .contains(tuple("c-1", 3L), tuple("c-2", 3L), tuple("c-3", 1L)));
  }

  private void assertListsGoOn(Results results) throws Exception {
    Relevance relevance =
        results.of(Topics.RELEVANCE, Relevance.class).stream()
            .filter(each -> each.eventId().equals("i-7"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("not measured"));
    assertThat(relevance.listVersion()).as("the list in force").isPositive().isLessThan(started);
    assertThat(relevance.rank()).as("its place on that list").isPositive();
    assertThat(relevance.engagedBefore()).as("the profile").isEqualTo(1);
    Recommendations list =
        results.of(Topics.RECOMMENDATIONS, Recommendations.class).stream()
            .filter(each -> each.trigger().eventId().equals("i-7"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no list"));
    assertThat(list.version()).isGreaterThan(relevance.listVersion());
    assertThat(ids(list)).as("what was seen").doesNotContain("c-2", "c-3");
    assertThat(list.items().get(0))
        .as("what those who read c-2 read next")
        .extracting(RecommendedItem::contentId, RecommendedItem::reason)
        .containsExactly("c-1", Rung.CO_VISITATION);
    assertThat(list.items()).as("trends").anyMatch(item -> item.evidence().segment() != null);
  }

  private static List<String> ids(Recommendations list) {
    return list.items().stream().map(RecommendedItem::contentId).toList();
  }

  private static long at(long seconds) {
    return Fixtures.NOON + Duration.ofSeconds(seconds).toMillis();
  }

  private static ProducerRecord<byte[], byte[]> user(String id, long lsn) {
    return record(USERS, id, at(0), Envelopes.upsert(id, Fixtures.user("GB", "en"), lsn, at(0)));
  }

  private static ProducerRecord<byte[], byte[]> content(ContentItem item) {
    return record(
        Topics.CONTENT, item.contentId(), at(0), JsonCodec.of(ContentItem.class).encode(item));
  }

  private static ProducerRecord<byte[], byte[]> beacon(String id, String user, long ts) {
    Beacon beacon = Fixtures.beacon(id, user, ts);
    return record(BEACONS, user, ts, JsonCodec.of(Beacon.class).encode(beacon));
  }

  private static ProducerRecord<byte[], byte[]> click(
      String id, String user, String contentId, long ts) {
    return record(Fixtures.interaction(id, user, contentId, Action.CLICK, ts));
  }

  private static ProducerRecord<byte[], byte[]> anonymous(String id, long ts) {
    return record(Fixtures.anonymous(id, "anonymous", "c-4", ts));
  }

  private static ProducerRecord<byte[], byte[]> record(Interaction interaction) {
    return record(
        INTERACTIONS,
        interaction.sessionId(),
        interaction.ts(),
        JsonCodec.of(Interaction.class).encode(interaction));
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, String key, long ts, byte[] value) {
    return new ProducerRecord<>(topic, 0, ts, key.getBytes(UTF_8), value);
  }
}
