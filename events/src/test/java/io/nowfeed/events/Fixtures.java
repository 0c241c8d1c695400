package io.nowfeed.events;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Events in one line. */
public final class Fixtures {
  /** A moment that tests count from: 2026-03-01T12:00:00Z. */
  public static final long NOON = 1_772_366_400_000L;

  private static final ActionCounts COUNTS = new ActionCounts(9, 3, 0, 0, 0, 1, 0, 0, 0);

  private Fixtures() {}

  public static Beacon beacon(String eventId, String userId, long ts) {
    return new Beacon(eventId, userId, "device-" + userId, "session-" + userId, ts, "7.1", "GB");
  }

  public static Interaction interaction(
      String eventId, String userId, String contentId, Action action, long ts) {
    return new Interaction(
        eventId, userId, null, "session-" + userId, contentId, action, ts, 1200L);
  }

  public static Interaction anonymous(String eventId, String sessionId, String contentId, long ts) {
    return new Interaction(eventId, null, null, sessionId, contentId, Action.CLICK, ts, null);
  }

  public static ContentItem content(String contentId, String category, String language) {
    return new ContentItem(
        contentId, category, language, List.of(), List.of("tag"), NOON, null, "A title", null);
  }

  public static UserAttributes user(String country, String language, String... interests) {
    return new UserAttributes(
        country, country + "-1", language, 1990, "f", "free", List.of(interests));
  }

  public static Origin origin(String topic, long offset) {
    return new Origin(topic, 0, offset);
  }

  public static ActiveUser activeUser() {
    return new ActiveUser(
        "b-1",
        "ann",
        "d-1",
        "s-1",
        NOON,
        "7.1",
        "GB",
        user("GB", "en", "sport"),
        MatchReason.MATCHED,
        42L,
        NOON - 1,
        origin(Topics.BEACONS, 7),
        NOON + 5,
        NOON + 9);
  }

  public static EnrichedInteraction enriched(String contentId, Action action, long ts) {
    return new EnrichedInteraction(
        "i-" + ts,
        "ann",
        null,
        "s-1",
        contentId,
        action,
        ts,
        1200L,
        user("GB", "en", "sport"),
        new ContentFacts("sport", "en", List.of("goal")),
        MatchReason.MATCHED,
        42L,
        NOON - 1,
        origin(Topics.INTERACTIONS, 8),
        ts + 5,
        ts + 9);
  }

  public static Leaderboard leaderboard(String segment, String... contentIds) {
    List<RankedContent> items =
        java.util.stream.IntStream.range(0, contentIds.length)
            .mapToObj(
                i -> new RankedContent(i + 1, null, contentIds[i], 100.0 - i, 1, .125, COUNTS))
            .toList();
    return new Leaderboard(segment, "1m", NOON, NOON + 60_000, items, List.of(), NOON + 60_001);
  }

  /** A board with lists by likes and by shares, and with items that rose, fell and stayed. */
  public static Leaderboard movingLeaderboard(String segment) {
    RankedContent risen = new RankedContent(1, 3, "c-3", 100, .5, .125, COUNTS);
    RankedContent fallen = new RankedContent(2, 1, "c-1", 99, -.25, .125, COUNTS);
    RankedContent same = new RankedContent(1, 1, "c-1", 99, 0, .125, COUNTS);
    RankedContent fresh = new RankedContent(3, null, "c-9", 98, 1, .125, COUNTS);
    return new Leaderboard(
        segment,
        "1m",
        NOON,
        NOON + 60_000,
        List.of(risen, fallen, fresh),
        List.of(new TopList("likes", List.of(same)), new TopList("shares", List.of())),
        NOON + 60_001);
  }

  public static Recommendations recommendations() {
    return new Recommendations(
        "ann",
        "d-1",
        "s-1",
        NOON,
        NOON,
        NOON + 600_000,
        new Trigger(Trigger.Kind.BEACON, "b-1", NOON - 9, NOON - 5, origin(Topics.BEACONS, 7)),
        "ladder",
        "full",
        List.of(
            new RecommendedItem(
                1, "c-1", 12.5, Rung.CO_VISITATION, Evidence.alsoEngaged("c-9", 3), true),
            new RecommendedItem(
                2, "c-2", 7, Rung.REGION_TREND, Evidence.trend("country=GB", "30m", 7), false),
            new RecommendedItem(3, "c-3", 0, Rung.FRESH, Evidence.none(), false)),
        "0.1.0");
  }

  /** The list after {@link #recommendations}, from which an item was withdrawn. */
  public static Recommendations withdrawal() {
    return new Recommendations(
        "ann",
        "d-1",
        "s-1",
        NOON + 1,
        NOON + 1,
        NOON + 600_001,
        new Trigger(Trigger.Kind.WITHDRAWAL, "c-1", NOON, NOON, null),
        "ladder",
        "full",
        List.of(new RecommendedItem(1, "c-3", 0, Rung.FRESH, Evidence.none(), false)),
        "0.1.0");
  }

  public static Relevance relevance() {
    return new Relevance(
        "i-1",
        "ann",
        "d-1",
        "s-1",
        "c-1",
        Action.CLICK,
        NOON,
        "ladder",
        "full",
        3,
        Rung.CO_VISITATION,
        4,
        NOON - 9,
        12,
        "GB",
        "en",
        "sport",
        origin(Topics.INTERACTIONS, 7),
        "0.1.0");
  }

  public static DeadLetter deadLetter() {
    return new DeadLetter(
        Topics.BEACONS,
        0,
        3,
        NOON,
        bytes("ann"),
        bytes("{"),
        1,
        "source-beacons",
        DeadLetterReason.NOT_JSON,
        "not JSON: unexpected end",
        NOON + 1);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
