package io.nowfeed.local.recommendation;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Trigger;
import io.nowfeed.events.UserAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is true of the lists of a user, as far as topics can prove it.
 *
 * <p>An interaction is done again after a failure, and makes a list again; the newest list of an
 * interaction is of the time it was done for good. So whatever is newer knows of it. And a list
 * that an interaction made knows of all before it in their partition, at any time.
 *
 * <p>What was withdrawn in a round is not on lists of later ones: between them nothing is under
 * way.
 */
final class ListRules {
  private final Audience audience;
  private final Map<String, Integer> rounds;
  private final Map<String, List<Placed>> done = new HashMap<>();
  private final List<String> broken = new ArrayList<>();

  /**
   * An interaction.
   *
   * @param interaction what was done
   * @param origin its coordinates
   */
  record Placed(Interaction interaction, Origin origin) {}

  /**
   * @param rounds in which events were sent, and items were withdrawn, by their ids
   * @param interactions all of the topic
   */
  ListRules(Audience audience, Map<String, Integer> rounds, List<Placed> interactions) {
    this.audience = audience;
    this.rounds = rounds;
    for (Placed placed : interactions) {
      done.computeIfAbsent(placed.interaction.userId(), user -> new ArrayList<>()).add(placed);
    }
  }

  /** What is wrong with the lists of a user, in the order of the topic. */
  void check(String user, List<Recommendations> inTopic) {
    checkVersions(user, inTopic);
    List<Recommendations> lists = inTopic.stream().filter(list -> !list.erases()).toList();
    Map<String, Long> forGood =
        lists.stream()
            .collect(
                Collectors.toMap(
                    list -> list.trigger().eventId(), Recommendations::version, Math::max));
    for (Recommendations list : lists) {
      checkPlaces(list);
      checkSeen(list, forGood);
      checkWithdrawn(list);
      list.items().forEach(item -> checkContent(list, item));
    }
  }

  /** All that was found. */
  List<String> broken() {
    return broken;
  }

  /** Each is newer than all before it, unless it is one of them again. */
  private void checkVersions(String user, List<Recommendations> inTopic) {
    Map<Long, Recommendations> known = new HashMap<>();
    long newest = Long.MIN_VALUE;
    for (Recommendations list : inTopic) {
      if (list.erases()) {
        known.clear();
        newest = Long.MIN_VALUE;
        continue;
      }
      Recommendations same = known.putIfAbsent(list.version(), list);
      if (same == null && list.version() < newest) {
        broken.add(user + ": an older list comes behind version " + newest + ": " + list);
      } else if (same != null && !same.equals(list)) {
        broken.add(user + ": two lists of one version: " + same + " and " + list);
      }
      newest = Math.max(newest, list.version());
    }
  }

  private void checkPlaces(Recommendations list) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < list.items().size(); i++) {
      RecommendedItem item = list.items().get(i);
      if (item.rank() != i + 1 || !ids.add(item.contentId())) {
        broken.add("ranks or repetitions: " + list);
      }
    }
  }

  private void checkSeen(Recommendations list, Map<String, Long> forGood) {
    Set<String> seen = new HashSet<>();
    for (Placed placed : done.getOrDefault(list.userId(), List.of())) {
      if (isBefore(placed, list.trigger())
          || forGood.getOrDefault(placed.interaction.eventId(), Long.MAX_VALUE) <= list.version()) {
        seen.add(placed.interaction.contentId());
      }
    }
    for (RecommendedItem item : list.items()) {
      if (seen.contains(item.contentId())) {
        broken.add("holds " + item.contentId() + ", which the user has seen: " + list);
      }
    }
  }

  private static boolean isBefore(Placed placed, Trigger trigger) {
    return trigger.kind() == Trigger.Kind.INTERACTION
        && trigger.origin().partition() == placed.origin.partition()
        && trigger.origin().offset() >= placed.origin.offset();
  }

  private void checkWithdrawn(Recommendations list) {
    int round = rounds.get(list.trigger().eventId());
    for (RecommendedItem item : list.items()) {
      if (rounds.getOrDefault(item.contentId(), Integer.MAX_VALUE) < round) {
        broken.add("holds " + item.contentId() + ", which was withdrawn: " + list);
      }
    }
  }

  private void checkContent(Recommendations list, RecommendedItem recommended) {
    ContentItem item = audience.content().get(recommended.contentId());
    UserAttributes user = audience.attributes(list.userId());
    long now = list.trigger().ts();
    // The list of a late event is of the watermark, which is not after the list was made.
    long atMost = Math.max(now, list.generatedAt());
    boolean published = item.publishedAt() == null || item.publishedAt() <= atMost;
    boolean expired = item.expiresAt() != null && now >= item.expiresAt();
    if (!published || expired || !understands(user, item) || !isOpen(user, item)) {
      broken.add("holds " + item + ", which is not for " + user + ": " + list);
    }
  }

  private static boolean understands(UserAttributes user, ContentItem item) {
    return user == null
        || user.language() == null
        || item.language() == null
        || item.language().equals(user.language());
  }

  private static boolean isOpen(UserAttributes user, ContentItem item) {
    List<String> regions = item.regions();
    return regions.isEmpty()
        || (user != null
            && ((user.country() != null && regions.contains(user.country()))
                || (user.region() != null && regions.contains(user.region()))));
  }
}
