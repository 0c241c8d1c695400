package io.nowfeed.local.traffic;

import io.nowfeed.events.UserAttributes;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A made up user.
 *
 * @param userId of the users table
 * @param attributes what recommendations depend on
 * @param email personal: goes into the table, and no further
 * @param name personal: goes into the table, and no further
 */
record SimulatedUser(String userId, UserAttributes attributes, String email, String name) {
  /** Tells them from rows that others put into the same table. */
  static final String ID_PREFIX = "u-";

  private static final List<String> PLANS = List.of("free", "free", "free", "plus", "family");
  private static final List<String> GENDERS = List.of("f", "m", "f", "m", "x");
  private static final List<String> FIRST_NAMES =
      List.of("Ada", "Ben", "Chloé", "Dario", "Emi", "Farid", "Greta", "Hugo", "Isha", "Jun");
  private static final List<String> LAST_NAMES =
      List.of("Almeida", "Bauer", "Costa", "Dubois", "Evans", "Fischer", "Gupta", "Hayashi");

  /** The n-th user of a seed; always the same one. */
  static SimulatedUser number(int number, long seed) {
    RandomGenerator random = new SplittableRandom(seed * 1_000_003 + number);
    String userId = ID_PREFIX + number;
    String first = Choice.of(FIRST_NAMES, random);
    return new SimulatedUser(
        userId,
        anyAttributes(random),
        userId + "@example.com",
        first + " " + Choice.of(LAST_NAMES, random));
  }

  /** The number within the id. */
  static int number(String userId) {
    return Integer.parseInt(userId.substring(ID_PREFIX.length()));
  }

  /** The user after a change as people make it: moved, changed plan, other interests. */
  SimulatedUser changed(RandomGenerator random) {
    int kind = random.nextInt(10);
    UserAttributes next =
        kind < 4
            ? withInterests(random)
            : kind < 7 ? withPlan(Choice.of(PLANS, random)) : moved(Market.any(random), random);
    return new SimulatedUser(userId, next, email, name);
  }

  private static UserAttributes anyAttributes(RandomGenerator random) {
    Market market = Market.any(random);
    return new UserAttributes(
        market.country(),
        Choice.of(market.regions(), random),
        market.anyLanguage(random),
        1950 + random.nextInt(60),
        Choice.of(GENDERS, random),
        Choice.of(PLANS, random),
        Choice.some(1 + random.nextInt(4), Market.CATEGORIES, random));
  }

  private UserAttributes withInterests(RandomGenerator random) {
    List<String> interests = Choice.some(1 + random.nextInt(4), Market.CATEGORIES, random);
    return with(attributes.country(), attributes.region(), attributes.plan(), interests);
  }

  private UserAttributes withPlan(String plan) {
    return with(attributes.country(), attributes.region(), plan, attributes.interests());
  }

  private UserAttributes moved(Market to, RandomGenerator random) {
    String region = Choice.of(to.regions(), random);
    return with(to.country(), region, attributes.plan(), attributes.interests());
  }

  private UserAttributes with(String country, String region, String plan, List<String> interests) {
    return new UserAttributes(
        country,
        region,
        attributes.language(),
        attributes.birthYear(),
        attributes.gender(),
        plan,
        interests);
  }
}
