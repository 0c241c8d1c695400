package io.nowfeed.local.recommendation;

import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.UserAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Draws users, content of which they can take a part, and what they do. */
final class Audience {
  private static final List<String> COUNTRIES = Arrays.asList("GB", "SE", null);
  private static final List<String> LANGUAGES = Arrays.asList("en", "sv", null);
  private static final List<String> CATEGORIES = Arrays.asList("sport", "news", "music", null);
  private static final List<List<String>> REGIONS =
      List.of(
          List.of(), List.of(), List.of(), List.of("SE"), List.of("GB", "SE"), List.of("north"));
  private static final List<Action> ACTIONS = List.of(Action.values());

  private static final int STRANGERS = 20;

  private final Random random;
  private final Map<String, UserAttributes> users = new LinkedHashMap<>();
  private final Map<String, ContentItem> content = new LinkedHashMap<>();
  private int events;

  /**
   * @param start some content is published, and some expires, soon after; epoch milliseconds
   */
  Audience(long seed, int userCount, int itemCount, long start) {
    random = new Random(seed);
    for (int i = 0; i < userCount; i++) {
      users.put("u-" + i, user());
    }
    for (int i = 0; i < itemCount; i++) {
      content.put("c-" + i, item("c-" + i, start));
    }
  }

  private UserAttributes user() {
    return new UserAttributes(
        any(COUNTRIES),
        random.nextBoolean() ? "north" : null,
        any(LANGUAGES),
        random.nextBoolean() ? 1940 + random.nextInt(70) : null,
        null,
        null,
        random.nextBoolean() ? List.of("sport") : List.of());
  }

  private ContentItem item(String id, long start) {
    int dice = random.nextInt(20);
    Long publishedAt = dice < 2 ? soon(start) : dice < 8 ? Long.valueOf(start - 1_000) : null;
    Long expiresAt = dice > 17 ? soon(start) : null;
    return new ContentItem(
        id,
        any(CATEGORIES),
        any(LANGUAGES),
        any(REGIONS),
        List.of(),
        publishedAt,
        expiresAt,
        null,
        null);
  }

  private Long soon(long start) {
    return start + 5_000 + random.nextInt(20_000);
  }

  /** Users with a row. */
  List<String> known() {
    return List.copyOf(users.keySet());
  }

  /** Users without one, who come later. */
  List<String> strangers() {
    return IntStream.range(0, STRANGERS).mapToObj(i -> "stranger-" + i).toList();
  }

  /** What is known of a user, null of a stranger. */
  UserAttributes attributes(String userId) {
    return users.get(userId);
  }

  Map<String, ContentItem> content() {
    return content;
  }

  /** A beacon of the user, now. */
  Beacon beacon(String userId) {
    return new Beacon(
        "b-" + events++, userId, null, session(userId), System.currentTimeMillis(), null, null);
  }

  /** What the user does with some item, now. */
  Interaction interaction(String userId) {
    return new Interaction(
        "i-" + events++,
        userId,
        null,
        session(userId),
        popular(),
        any(ACTIONS),
        System.currentTimeMillis(),
        null);
  }

  private String session(String userId) {
    return "s-" + userId + "-" + events / 2_000;
  }

  /** Some items are for everybody: the rank-th is drawn 1/rank as often as the first. */
  String popular() {
    int rank = (int) Math.exp(random.nextDouble() * Math.log(content.size() + 1)) - 1;
    return new ArrayList<>(content.keySet()).get(Math.min(rank, content.size() - 1));
  }

  /** One of a number. */
  int dice(int sides) {
    return random.nextInt(sides);
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
