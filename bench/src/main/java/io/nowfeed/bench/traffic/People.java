package io.nowfeed.bench.traffic;

import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.UserAttributes;
import java.util.List;
import java.util.stream.IntStream;

/** Who does something, and what to: made up, and the same in every run. */
final class People {
  private static final int USERS = 10_000;

  /** Countries by share of the users, as the local platform's traffic has them. */
  private static final List<String> COUNTRIES =
      List.of(
          "US", "US", "US", "US", "IN", "IN", "IN", "IN", "BR", "BR", "GB", "GB", "DE", "DE", "FR",
          "ES", "IT", "JP", "MX", "PL");

  private static final List<String> LANGUAGES =
      List.of("en", "es", "hi", "pt", "de", "fr", "it", "ja", "id", "pl");
  private static final List<String> CATEGORIES =
      List.of(
          "news",
          "sport",
          "games",
          "music",
          "film",
          "science",
          "food",
          "travel",
          "fashion",
          "business",
          "health",
          "cars");
  private static final int REGIONS_OF_A_COUNTRY = 4;
  private static final int OLDEST = 1946;
  private static final int YEARS = 64;

  private final String[] userIds = new String[USERS];
  private final UserAttributes[] users = new UserAttributes[USERS];
  private final String[] contentIds;
  private final ContentFacts[] items;

  /**
   * @param items how many content items there are
   */
  People(int items) {
    for (int user = 0; user < USERS; user++) {
      this.userIds[user] = "u-" + user;
      this.users[user] = attributes(Mix.of(user));
    }
    this.contentIds =
        IntStream.range(0, items).mapToObj("c-%05d"::formatted).toArray(String[]::new);
    this.items =
        IntStream.range(0, items)
            .mapToObj(item -> facts(Mix.of(item)))
            .toArray(ContentFacts[]::new);
  }

  String userId(long number) {
    return userIds[Mix.below(USERS, number)];
  }

  UserAttributes user(long number) {
    return users[Mix.below(USERS, number)];
  }

  String contentId(int item) {
    return contentIds[item];
  }

  ContentFacts facts(int item) {
    return items[item];
  }

  private static UserAttributes attributes(long mixed) {
    String country = COUNTRIES.get(Mix.below(COUNTRIES.size(), mixed));
    return new UserAttributes(
        country,
        country + "-" + Mix.below(REGIONS_OF_A_COUNTRY, mixed >> 8),
        LANGUAGES.get(Mix.below(LANGUAGES.size(), mixed >> 16)),
        OLDEST + Mix.below(YEARS, mixed >> 24),
        "f",
        "free",
        List.of("sport"));
  }

  private static ContentFacts facts(long mixed) {
    return new ContentFacts(
        CATEGORIES.get(Mix.below(CATEGORIES.size(), mixed)),
        LANGUAGES.get(Mix.below(LANGUAGES.size(), mixed >> 16)),
        List.of());
  }
}
