package io.nowfeed.bench.hotpath;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.bench.traffic.Mix;
import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import java.util.List;

/**
 * What is in the topics: made of numbers, so the same in every run but for its time.
 *
 * @param interactions how many
 * @param beacons how many, spread over the same time
 * @param users rows of the users table
 * @param items content items; the n-th is interacted with in proportion to 1/n
 * @param perSecond interactions a second of event time
 * @param start event time of the first, epoch milliseconds
 */
record HotPathData(int interactions, int beacons, int users, int items, int perSecond, long start) {
  private static final JsonCodec<Interaction> INTERACTIONS = JsonCodec.of(Interaction.class);
  private static final JsonCodec<Beacon> BEACONS = JsonCodec.of(Beacon.class);
  private static final JsonCodec<ContentItem> ITEMS = JsonCodec.of(ContentItem.class);

  private static final List<String> COUNTRIES =
      List.of(
          "US", "IN", "BR", "GB", "DE", "FR", "ES", "IT", "JP", "MX", "PL", "NL", "SE", "KR", "ID",
          "TR", "AR", "CA", "AU", "ZA");
  private static final List<String> LANGUAGES = List.of("en", "es", "hi", "pt", "de");
  private static final List<String> CATEGORIES =
      List.of("news", "sport", "games", "music", "film", "science", "food", "travel");
  private static final List<String> PLANS = List.of("free", "plus", "pro");

  /** Of ten interactions, as often as in feeds: most are impressions. */
  private static final List<Action> ACTIONS =
      List.of(
          Action.IMPRESSION,
          Action.IMPRESSION,
          Action.IMPRESSION,
          Action.IMPRESSION,
          Action.IMPRESSION,
          Action.IMPRESSION,
          Action.CLICK,
          Action.CLICK,
          Action.WATCH,
          Action.LIKE);

  /** How long the events last in event time, milliseconds. */
  long lastsMillis() {
    return interactions * 1000L / perSecond;
  }

  byte[] userOf(long interaction) {
    return userId(user(interaction)).getBytes(UTF_8);
  }

  byte[] interaction(long number) {
    long mixed = Mix.of(number);
    int user = user(number);
    Action action = ACTIONS.get(Mix.below(ACTIONS.size(), mixed >>> 20));
    return INTERACTIONS.encode(
        new Interaction(
            "i-%016x".formatted(mixed),
            userId(user),
            "device-%08x".formatted(user),
            "session-%08x".formatted(user),
            itemOf(number),
            action,
            start + number * 1000 / perSecond,
            action == Action.WATCH ? 12_000L : null));
  }

  /** An item for an event of this number. */
  String itemOf(long number) {
    return itemId(item(Mix.of(Mix.of(number))));
  }

  byte[] userOfBeacon(long number) {
    return userId(user(~number)).getBytes(UTF_8);
  }

  byte[] beacon(long number) {
    int user = user(~number);
    return BEACONS.encode(
        new Beacon(
            "b-%016x".formatted(Mix.of(number)),
            userId(user),
            "device-%08x".formatted(user),
            "session-%08x".formatted(user),
            start + number * lastsMillis() / Math.max(1, beacons),
            "5.2.0",
            "home"));
  }

  byte[] userKey(int user) {
    return userId(user).getBytes(UTF_8);
  }

  /** A row as Debezium's snapshot writes it. */
  byte[] userRow(int user) {
    long mixed = Mix.of(-1L - user);
    String country = pick(COUNTRIES, mixed);
    return ("{\"before\":null,\"after\":{\"user_id\":\"%s\",\"country\":\"%s\",\"region\":\"%s-%d\","
            + "\"language\":\"%s\",\"birth_year\":%d,\"gender\":\"f\",\"plan\":\"%s\",\"interests\":[\"%s\"],"
            + "\"valid_from\":\"2026-01-01T00:00:00Z\"},"
            + "\"source\":{\"lsn\":%d,\"ts_ms\":1767225600000},\"op\":\"r\"}")
        .formatted(
            userId(user),
            country,
            country,
            Mix.below(4, mixed >>> 8),
            pick(LANGUAGES, mixed >>> 16),
            1950 + Mix.below(58, mixed >>> 24),
            pick(PLANS, mixed >>> 32),
            pick(CATEGORIES, mixed >>> 40),
            1000L + user)
        .getBytes(UTF_8);
  }

  byte[] itemKey(int item) {
    return itemId(item).getBytes(UTF_8);
  }

  byte[] itemRow(int item) {
    long mixed = Mix.of(-1_000_000_000L - item);
    return ITEMS.encode(
        new ContentItem(
            itemId(item),
            pick(CATEGORIES, mixed),
            pick(LANGUAGES, mixed >>> 8),
            List.of(),
            List.of("tag-" + Mix.below(100, mixed >>> 16)),
            start - 1000L * item,
            null,
            "Title of item " + item,
            "https://example.com/" + item));
  }

  private int user(long number) {
    return Mix.below(users, Mix.of(number) >>> 1);
  }

  private int item(long mixed) {
    double chance = (mixed >>> 11) * 0x1.0p-53;
    return (int) Math.min(items - 1.0, Math.pow(items, chance) - 1);
  }

  private static <T> T pick(List<T> values, long mixed) {
    return values.get(Mix.below(values.size(), mixed >>> 1));
  }

  private static String userId(int user) {
    return "u-" + user;
  }

  private static String itemId(int item) {
    return "c-" + item;
  }
}
