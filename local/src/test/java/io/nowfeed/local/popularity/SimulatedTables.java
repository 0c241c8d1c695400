package io.nowfeed.local.popularity;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.UserAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Users and content, of whom some are unknown, and of whom not everything is known. */
final class SimulatedTables {
  private static final int USERS = 400;
  private static final int ITEMS = 300;

  /** Behind these numbers, nobody knows them. */
  private static final int KNOWN_USERS = 398;

  private static final int KNOWN_ITEMS = 280;

  private static final List<String> COUNTRIES =
      Arrays.asList("GB", "DE", "Côte d'Ivoire, 100%|x", null);
  private static final List<String> REGIONS = Arrays.asList("north", "south,west", null);
  private static final List<String> LANGUAGES = Arrays.asList("en", "sw", null);
  private static final List<String> CATEGORIES = Arrays.asList("sport", "games, fun", "news", null);
  private static final List<String> PLANS = Arrays.asList("free", "premium", null);

  /** UTF-8 and UTF-16 order these differently; some would break a key that is not encoded. */
  private static final List<String> ODD_ITEMS = List.of("\uFF5E", "😀", "a,b|c%2C", "Z", "z", "é");

  private SimulatedTables() {}

  static List<Story.Row> users(long asOf) {
    Random random = new Random(1);
    List<Story.Row> users = new ArrayList<>();
    for (int user = 0; user < KNOWN_USERS; user++) {
      String country = any(COUNTRIES, random);
      UserAttributes attributes =
          new UserAttributes(
              country,
              country == null ? null : any(REGIONS, random),
              any(LANGUAGES, random),
              random.nextInt(5) == 0 ? null : 1940 + random.nextInt(80),
              any(Arrays.asList("f", "m", null), random),
              any(PLANS, random),
              List.of());
      users.add(new Story.Row("u-" + user, attributes, asOf - 1_000_000));
    }
    return users;
  }

  static List<ContentItem> content() {
    Random random = new Random(2);
    return IntStream.range(0, KNOWN_ITEMS)
        .mapToObj(
            item ->
                new ContentItem(
                    contentId(item),
                    any(CATEGORIES, random),
                    any(LANGUAGES, random),
                    List.of(),
                    List.of(),
                    null,
                    null,
                    null,
                    null))
        .toList();
  }

  /** A user, one of whom nothing is known, or null: nobody is signed in. */
  static String userId(Random random) {
    int dice = random.nextInt(1_000);
    if (dice < 50) {
      return null;
    }
    int user =
        dice < 52 ? KNOWN_USERS + random.nextInt(USERS - KNOWN_USERS) : random.nextInt(KNOWN_USERS);
    return "u-" + user;
  }

  /** As attention has it: the rank-th item is chosen 1/rank as often as the first. */
  static String contentId(Random random) {
    int item = (int) Math.exp(random.nextDouble() * Math.log(ITEMS + 1)) - 1;
    return contentId(Math.min(item, ITEMS - 1));
  }

  private static String contentId(int item) {
    int odd = item - 20;
    return odd >= 0 && odd < ODD_ITEMS.size() ? ODD_ITEMS.get(odd) : "c-" + item;
  }

  private static String any(List<String> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
