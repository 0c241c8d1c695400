package io.nowfeed.local.traffic;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What a phone shows next, and whether the user is drawn to it: the list of recommendations from
 * the top; now and then, and where there is no list or it is used up, what is found by browsing.
 * Taste decides alike in both: with the {@link ActionMix} a third of what is to it is engaged with,
 * and of the rest one item in sixty.
 */
final class Feed {
  private static final int BROWSED_PERCENT = 30;

  /** Of what is not to one's taste, so much is looked at as closely as if it were. */
  private static final int CURIOUS_PERCENT = 5;

  private final Catalogue catalogue;
  private final FanGroups groups;
  private final ReceivedLists lists;

  Feed(Catalogue catalogue, FanGroups groups, ReceivedLists lists) {
    this.catalogue = catalogue;
    this.groups = groups;
    this.lists = lists;
  }

  /** To be called when a session starts. */
  void open(PhoneSession session) {
    lists.follow(session.key());
  }

  /** To be called once when a session is over. */
  void close(PhoneSession session) {
    lists.unfollow(session.key());
  }

  /** Shows the next item, or nothing when there is none. */
  void showNext(PhoneSession session, long now, RandomGenerator random) {
    ContentItem item = next(session, now, random);
    session.show(item, item != null && attracts(item, session, random));
  }

  private ContentItem next(PhoneSession session, long now, RandomGenerator random) {
    boolean browses = random.nextInt(100) < BROWSED_PERCENT;
    ContentItem recommended = browses ? null : recommended(session, now);
    return recommended == null
        ? catalogue.pick(session.attributes, likedBy(session), now, random)
        : recommended;
  }

  private ContentItem recommended(PhoneSession session, long now) {
    Recommendations list = lists.of(session.key(), now);
    if (list == null) {
      return null;
    }
    return list.items().stream()
        .map(RecommendedItem::contentId)
        .filter(id -> !session.hasShown(id))
        .map(id -> catalogue.live(id, now))
        .filter(item -> item != null)
        .findFirst()
        .orElse(null);
  }

  private boolean attracts(ContentItem item, PhoneSession session, RandomGenerator random) {
    boolean liked =
        likedBy(session).contains(groups.of(item.contentId()))
            && Catalogue.isReadIn(session.attributes.language(), item);
    return liked || random.nextInt(100) < CURIOUS_PERCENT;
  }

  private Set<Integer> likedBy(PhoneSession session) {
    return groups.likedBy(session.key());
  }
}
