package io.nowfeed.local.traffic;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What people like without saying so. Each item belongs to one of eight groups of fans, in every
 * language anew, as stories that go on and teams have them; each user is a fan in one or two.
 * Neither can be told from anything that is published: not from category, tags, language or title,
 * nor from the users table. Only what users do shows it.
 */
final class FanGroups {
  /**
   * So many that most of what is popular is not for most users, and so few that two minutes of the
   * default traffic show which items belong together: see OfflineArmsTest.
   */
  static final int COUNT = 8;

  /** One user in so many is a fan in two groups. */
  private static final int USERS_PER_TWOFOLD = 3;

  private static final long ITEMS = 0x6974656dL;
  private static final long USERS = 0x75736572L;

  private final long seed;

  /** The groups of a seed; always the same ones. */
  FanGroups(long seed) {
    this.seed = seed;
  }

  /** The group an item belongs to, from 0 to {@code COUNT - 1}. */
  int of(String contentId) {
    return random(ITEMS, contentId).nextInt(COUNT);
  }

  /** The one or two groups in which somebody is a fan. */
  Set<Integer> likedBy(String userKey) {
    RandomGenerator random = random(USERS, userKey);
    int count = random.nextInt(USERS_PER_TWOFOLD) == 0 ? 2 : 1;
    Set<Integer> liked = new TreeSet<>();
    while (liked.size() < count) {
      liked.add(random.nextInt(COUNT));
    }
    return liked;
  }

  private RandomGenerator random(long kind, String id) {
    return new SplittableRandom(seed * 1_000_037 + (kind << Integer.SIZE) + id.hashCode());
  }
}
