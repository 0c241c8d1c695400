package io.nowfeed.jobs.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.JobFixtures;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.Occasion;
import io.nowfeed.jobs.flow.Taste;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The recommender against a model under random catalogues, users and failures. On no list is ever
 * an item that the user interacted with, that is expired, not yet published or withdrawn, of
 * another language or region, or twice; none that is not full leaves out what may be shown, and
 * none above the cap of a category what would be below its own. Lists come in the order of the
 * user's events, with versions that increase, whatever fails and however it is scaled.
 */
class NeverRulesTest {
  private static final long NOON = Fixtures.NOON;
  private static final int STEPS = 500;
  private static final int ITEMS = 40;
  private static final int USERS = 5;
  private static final long MINUTE = 60_000;
  private static final Action[] ACTIONS = Action.values();
  private static final List<String> SEGMENTS =
      List.of("global", "country=GB", "country=FR", "language=en", "language=fr", "category=sport");

  private final Set<Long> times = new HashSet<>();
  private final List<Neighbours> answers = new ArrayList<>();
  private final Queue<Occasion> underWay = new ArrayDeque<>();
  private Random random;
  private RecommenderRun recommender;
  private RecommenderModel model;
  private long clock = NOON;
  private long watermark = Long.MIN_VALUE;
  private long occasions;
  private int lists;
  private int measured;

  @AfterEach
  void stop() throws Exception {
    recommender.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void noListBreaksARule(long seed) throws Exception {
    random = new Random(seed);
    RecommendationOptions options =
        RecommendationFixtures.options(
            3 + random.nextInt(8),
            1 + random.nextInt(3),
            random.nextInt(5) * .25,
            5 + random.nextInt(20));
    recommender = new RecommenderRun(options);
    model = new RecommenderModel(options);
    for (int step = 0; step < STEPS; step++) {
      step();
    }
    while (!underWay.isEmpty() || !answers.isEmpty()) {
      send();
      answer();
    }
    for (int user = 0; user < USERS; user++) {
      happens(erasure("u-" + user));
    }
    assertThat(recommender.stateEntries()).as("left of erased users").isZero();
    assertThat(model.checked()).as("lists").isGreaterThan(80);
    assertThat(model.replaced()).as("lists in place of others").isGreaterThan(3);
  }

  private void step() throws Exception {
    clockIs(clock + (random.nextInt(3) == 0 ? random.nextInt(20_000) : 0));
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> publish();
      case 4 -> withdraw();
      case 5, 6 -> recommender.popular(anyBoard());
      case 7 -> fail();
      case 8 -> underWay.add(erasure(anyUser()));
      case 9, 10, 11 -> answer();
      case 12, 13 -> send();
      default -> underWay.add(anyOccasion());
    }
    if (underWay.size() > 5) {
      send();
    }
    // About as many answers as are asked.
    if (random.nextInt(3) > 0) {
      answer();
    }
  }

  private void clockIs(long now) throws Exception {
    clock = now;
    recommender.clockIs(now);
    recommender.stateIsOf(now);
    model.clockIs(now);
    watermarkIs(Math.max(watermark, now - 5_000));
  }

  private void watermarkIs(long now) throws Exception {
    watermark = now;
    recommender.watermarkIs(now);
    model.watermarkIs(now);
  }

  /** The clock of another machine may be behind. */
  private void fail() throws Exception {
    clock -= random.nextInt(3) == 0 ? random.nextInt(30_000) : 0;
    recommender.restartAt(clock, 1 + random.nextInt(3));
    watermark = Long.MIN_VALUE;
    model.watermarkIs(watermark);
    clockIs(clock);
  }

  private void publish() throws Exception {
    ContentItem item = anyContent();
    recommender.published(item);
    model.published(item);
  }

  private void withdraw() throws Exception {
    String contentId = anyItem();
    recommender.withdrawn(contentId);
    model.withdrawn(contentId, said());
  }

  /** The number of the last occasion: numbers of all users are from one count here. */
  private Occasion erasure(String user) {
    return new Occasion(EnrichedEvent.erasure(user), occasions, false, null, 0, 0, null);
  }

  /** Occasions come in their order, their answers perhaps before them. */
  private void send() throws Exception {
    if (!underWay.isEmpty()) {
      happens(underWay.remove());
    }
  }

  private void happens(Occasion occasion) throws Exception {
    recommender.happens(occasion);
    model.happens(occasion, said(), measured());
  }

  private void answer() throws Exception {
    if (!answers.isEmpty()) {
      Neighbours answer = answers.remove(random.nextInt(Math.min(20, answers.size())));
      recommender.answers(answer);
      String user = "u-" + (answer.item() % USERS);
      model.answers(user, answer.number(), said(), measured());
    }
  }

  private List<Recommendations> said() {
    List<Recommendations> all = recommender.lists();
    List<Recommendations> said = all.subList(lists, all.size());
    lists = all.size();
    return said;
  }

  private List<Relevance> measured() {
    List<Relevance> all = recommender.relevance();
    List<Relevance> since = all.subList(measured, all.size());
    measured = all.size();
    return since;
  }

  private Occasion anyOccasion() {
    int user = random.nextInt(USERS);
    EnrichedEvent event = anyEvent("u-" + user);
    boolean lists = event.activeUser() != null || random.nextInt(3) > 0;
    int asked = lists ? Math.max(0, random.nextInt(5) - 1) : 0;
    occasions++;
    for (int i = 0; i < asked; i++) {
      answers.add(anyAnswer(user, occasions));
    }
    List<Taste> tastes = random.nextBoolean() ? List.of() : List.of(new Taste("sport", 1));
    return new Occasion(event, occasions, lists, "full", asked, 0, lists ? tastes : null);
  }

  private EnrichedEvent anyEvent(String user) {
    long ts = anyTime();
    UserAttributes attributes = anyAttributes();
    MatchReason reason = attributes == null ? MatchReason.NO_SUCH_USER : MatchReason.MATCHED;
    if (random.nextInt(3) == 0) {
      return JobFixtures.active(user, attributes, "s-" + random.nextInt(2), reason, ts);
    }
    Action action = ACTIONS[random.nextInt(ACTIONS.length)];
    String session = "s-" + random.nextInt(2);
    return JobFixtures.interacted(user, attributes, action, anyItem(), session, reason, ts);
  }

  /** Each once, because events are called by their time: some late, some ahead. */
  private long anyTime() {
    long ts =
        switch (random.nextInt(8)) {
          case 0 -> clock - random.nextInt(60 * 60_000);
          case 1 -> clock + random.nextInt(1_000);
          default -> clock - random.nextInt(2_000);
        };
    while (!times.add(ts)) {
      ts++;
    }
    return ts;
  }

  private UserAttributes anyAttributes() {
    String country = any("GB", "GB", "FR", null);
    return random.nextInt(6) == 0
        ? null
        : new UserAttributes(
            country,
            country == null ? null : country + "-1",
            any("en", "en", "fr", null),
            1990,
            any("f", null),
            null,
            List.of("music"));
  }

  private ContentItem anyContent() {
    Long publishedAt = random.nextInt(4) == 0 ? null : clock + random.nextInt(180_000) - 2 * MINUTE;
    Long expiresAt = random.nextInt(3) > 0 ? null : clock + random.nextInt(600_000) - MINUTE;
    List<String> regions =
        random.nextInt(3) > 0 ? List.of() : List.of(any("GB", "FR", "GB-1", "FR-1"));
    return new ContentItem(
        anyItem(),
        any("sport", "sport", "news", "music", null),
        any("en", "en", "fr", null),
        regions,
        List.of(),
        publishedAt,
        expiresAt,
        null,
        null);
  }

  private Leaderboard anyBoard() {
    String[] contentIds = anyItems();
    Leaderboard board = Fixtures.leaderboard("", contentIds);
    return new Leaderboard(
        SEGMENTS.get(random.nextInt(SEGMENTS.size())),
        any("1m", "24h"),
        NOON,
        NOON,
        board.items(),
        List.of(),
        NOON);
  }

  /** Its neighbours are there, seen, withdrawn, or never were. */
  private Neighbours anyAnswer(int user, long number) {
    Neighbours answer = RecommendationFixtures.answer("u-" + user, number, "", anyItems());
    return new Neighbours(
        answer.asker(),
        number,
        user,
        any(1f, .1f),
        answer.items(),
        answer.scores(),
        answer.counts());
  }

  private String[] anyItems() {
    return random
        .ints(random.nextInt(8), 0, ITEMS + 5)
        .distinct()
        .mapToObj(i -> "c-" + i)
        .toArray(String[]::new);
  }

  private String anyItem() {
    return "c-" + random.nextInt(ITEMS);
  }

  private String anyUser() {
    return "u-" + random.nextInt(USERS);
  }

  @SafeVarargs
  private <T> T any(T... values) {
    return values[random.nextInt(values.length)];
  }
}
