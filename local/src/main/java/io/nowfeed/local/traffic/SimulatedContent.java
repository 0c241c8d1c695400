package io.nowfeed.local.traffic;

import io.nowfeed.events.ContentItem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Makes up content items. */
final class SimulatedContent {
  /** Tells them from items that others publish to the same topic. */
  static final String ID_PREFIX = "c-";

  private static final long NEWS_LIVES_MILLIS = Duration.ofDays(2).toMillis();
  private static final Map<String, List<String>> TAGS =
      Map.ofEntries(
          Map.entry("news", List.of("politics", "weather", "election", "local")),
          Map.entry("sport", List.of("football", "tennis", "cricket", "cycling")),
          Map.entry("games", List.of("puzzle", "racing", "chess", "arcade")),
          Map.entry("music", List.of("pop", "jazz", "live", "charts")),
          Map.entry("film", List.of("drama", "comedy", "trailer", "series")),
          Map.entry("science", List.of("space", "climate", "biology", "physics")),
          Map.entry("food", List.of("recipe", "street-food", "vegan", "baking")),
          Map.entry("travel", List.of("city", "beach", "mountains", "rail")),
          Map.entry("fashion", List.of("sneakers", "vintage", "runway", "beauty")),
          Map.entry("business", List.of("markets", "start-ups", "jobs", "energy")),
          Map.entry("health", List.of("running", "sleep", "yoga", "nutrition")),
          Map.entry("cars", List.of("electric", "classic", "rally", "review")));

  private static final List<String> FORMS =
      List.of(
          "Five things to know about %s",
          "%s: today's picture",
          "Live: %s",
          "What nobody tells you about %s",
          "The week in %s",
          "Beginner's guide to %s");

  private SimulatedContent() {}

  /** The n-th item of a seed, published at {@code now}; otherwise always the same one. */
  static ContentItem number(int number, long seed, long now) {
    RandomGenerator random = new SplittableRandom(seed * 1_000_033 + number);
    Market market = Market.any(random);
    String category = Choice.of(Market.CATEGORIES, random);
    List<String> tags = Choice.some(2, TAGS.get(category), random);
    boolean local = random.nextInt(5) == 0;
    String id = ID_PREFIX + number;
    return new ContentItem(
        id,
        category,
        market.anyLanguage(random),
        local ? List.of(market.country()) : List.of(),
        tags,
        now,
        category.equals("news") ? now + NEWS_LIVES_MILLIS : null,
        String.format(Choice.of(FORMS, random), tags.get(0)) + " (" + number + ")",
        "https://example.com/" + category + "/" + id);
  }

  /** The number within the id. */
  static int number(String contentId) {
    return Integer.parseInt(contentId.substring(ID_PREFIX.length()));
  }
}
