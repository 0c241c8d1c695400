package io.nowfeed.local.traffic;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A country the app is in.
 *
 * @param country ISO 3166-1 alpha-2
 * @param weight its share of the users, relative to the others
 * @param languages most spoken first
 * @param regions parts of it
 */
record Market(String country, int weight, List<String> languages, List<String> regions) {
  static final List<Market> ALL =
      List.of(
          market("US", 20, "en es", "CA TX NY FL IL"),
          market("IN", 20, "hi en", "MH KA DL TN WB"),
          market("BR", 12, "pt", "SP RJ MG BA"),
          market("GB", 9, "en", "ENG SCT WLS NIR"),
          market("DE", 9, "de en", "BY BE NW HH SN"),
          market("FR", 7, "fr", "IDF ARA PAC BRE"),
          market("ES", 6, "es", "MD CT AN VC"),
          market("IT", 6, "it", "LAZ LOM CAM SIC"),
          market("JP", 6, "ja", "TYO OSK HKD FKO"),
          market("MX", 5, "es", "CMX JAL NLE"),
          market("ID", 5, "id", "JK JB JT"),
          market("PL", 3, "pl", "MZ MA DS"),
          market("NL", 2, "nl en", "NH ZH UT"),
          market("SE", 2, "sv en", "AB O M"));

  /** What items are about, and what users are interested in. */
  static final List<String> CATEGORIES =
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

  private static final int TOTAL_WEIGHT = ALL.stream().mapToInt(Market::weight).sum();

  /** One of all, by weight. */
  static Market any(RandomGenerator random) {
    int ticket = random.nextInt(TOTAL_WEIGHT);
    for (Market market : ALL) {
      ticket -= market.weight;
      if (ticket < 0) {
        return market;
      }
    }
    throw new IllegalStateException("a ticket below the sum of weights always finds its market");
  }

  /** A language of it: mostly the first. */
  String anyLanguage(RandomGenerator random) {
    return random.nextInt(10) < 8 ? languages.get(0) : Choice.of(languages, random);
  }

  private static Market market(String country, int weight, String languages, String regions) {
    return new Market(country, weight, words(languages), words(regions));
  }

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }
}
