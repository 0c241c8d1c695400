package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Evidence;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A list in the making. Of a category it takes only so many; what is more waits, and is taken in
 * its order when other categories do not fill the list.
 */
final class Picks {
  private final int places;
  private final int maxPerCategory;
  private final Eligibility eligibility;
  private final Set<String> liked;
  private final List<Pick> taken = new ArrayList<>();
  private final List<Pick> waiting = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  /** How many are taken of each category. */
  private final Map<String, Integer> categories = new HashMap<>();

  /**
   * A place.
   *
   * @param item what stands there
   * @param category its category, may be null
   */
  private record Pick(RecommendedItem item, String category) {}

  /**
   * @param places items on the list at most
   * @param maxPerCategory of a category, as long as others fill the list
   * @param eligibility what may be shown
   * @param liked the categories the user chose
   */
  Picks(int places, int maxPerCategory, Eligibility eligibility, Set<String> liked) {
    this.places = places;
    this.maxPerCategory = maxPerCategory;
    this.eligibility = eligibility;
    this.liked = liked;
  }

  boolean isFull() {
    return taken.size() >= places;
  }

  /** Takes an item, unless it is not for the user or there already. */
  void take(ContentItem item, double score, Rung rung, Evidence evidence) {
    if (isNew(item) && eligibility.allows(item)) {
      place(item, score, rung, evidence);
    }
  }

  /**
   * Whether an item may be placed, that is: it is not there yet, and for the user. To be asked
   * once, so that evidence is only made of what is placed.
   *
   * @param item null for none
   * @param hash of its id
   */
  boolean admits(ContentItem item, long hash) {
    return isNew(item) && eligibility.allows(item, hash);
  }

  private boolean isNew(ContentItem item) {
    return !isFull() && item != null && known.add(item.contentId());
  }

  /** Takes an item that was admitted. */
  void place(ContentItem item, double score, Rung rung, Evidence evidence) {
    Pick pick = pick(item, score, rung, evidence);
    if (isFull(item.category())) {
      waiting.add(pick);
    } else {
      add(pick);
    }
  }

  /** The list, with its last places given to {@code explored} as far as it does not hold them. */
  List<RecommendedItem> list(List<ContentItem> explored, int exploring) {
    for (int i = 0; i < waiting.size() && !isFull(); i++) {
      add(waiting.get(i));
    }
    explore(explored, exploring);
    List<RecommendedItem> list = new ArrayList<>(taken.size());
    for (Pick pick : taken) {
      list.add(pick.item.at(list.size() + 1));
    }
    return list;
  }

  private void explore(List<ContentItem> explored, int exploring) {
    int last = places;
    for (ContentItem item : explored) {
      if (places - last == exploring) {
        return;
      }
      if (eligibility.allows(item) && !isTaken(item) && fits(item, last - 1)) {
        last--;
        replace(last, pick(item, 0, Rung.FRESH, Evidence.none()));
      }
    }
  }

  /** Whether its category has room, or has it when what stands at the place gives way. */
  private boolean fits(ContentItem item, int place) {
    return !isFull(item.category())
        || (place < taken.size() && item.category().equals(taken.get(place).category));
  }

  private void replace(int place, Pick pick) {
    if (place < taken.size()) {
      String before = taken.remove(place).category;
      if (before != null) {
        categories.merge(before, -1, Integer::sum);
      }
      taken.add(place, pick);
    } else {
      taken.add(pick);
    }
    count(pick);
  }

  private void add(Pick pick) {
    taken.add(pick);
    count(pick);
  }

  private void count(Pick pick) {
    if (pick.category != null) {
      categories.merge(pick.category, 1, Integer::sum);
    }
  }

  private boolean isFull(String category) {
    return category != null && categories.getOrDefault(category, 0) >= maxPerCategory;
  }

  private Pick pick(ContentItem item, double score, Rung rung, Evidence evidence) {
    return new Pick(
        new RecommendedItem(0, item.contentId(), score, rung, evidence, isLiked(item)),
        item.category());
  }

  private boolean isLiked(ContentItem item) {
    return item.category() != null && liked.contains(item.category());
  }

  private boolean isTaken(ContentItem item) {
    return taken.stream().anyMatch(each -> each.item.contentId().equals(item.contentId()));
  }
}
