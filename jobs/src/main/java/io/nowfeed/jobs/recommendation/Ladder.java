package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.config.Dimension;
import io.nowfeed.jobs.flow.SegmentName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a list: what is popular right now in the user's country, in the user's language,
 * everywhere; then what has been in longer windows; of each, in the order of the leaderboards,
 * categories the user chose before the others; then new content. Every rung is tried for every
 * user, so everyone gets a list.
 */
final class Ladder {
  private static final String COUNTRY = Dimension.COUNTRY.label();
  private static final String LANGUAGE = Dimension.LANGUAGE.label();

  private final Catalogue catalogue;
  private final UserAttributes user;
  private final Eligibility eligibility;
  private final List<String> windows;
  private final int places;
  private final List<RecommendedItem> chosen = new ArrayList<>();
  private final List<RecommendedItem> others = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();

  private Ladder(
      Catalogue catalogue,
      UserAttributes user,
      Eligibility eligibility,
      RecommendationOptions options) {
    this.catalogue = catalogue;
    this.user = user;
    this.eligibility = eligibility;
    this.windows = options.windows();
    this.places = options.items();
  }

  /** Whether lists are made of this segment's boards. */
  static boolean uses(String segment) {
    return segment.equals(SegmentName.GLOBAL)
        || SegmentName.isOf(COUNTRY, segment)
        || SegmentName.isOf(LANGUAGE, segment);
  }

  /**
   * The list.
   *
   * @param catalogue what there is
   * @param user the user's attributes, null when not known
   * @param eligibility what the user may see
   * @param options windows, and items on a list at most
   */
  static List<RecommendedItem> climb(
      Catalogue catalogue,
      UserAttributes user,
      Eligibility eligibility,
      RecommendationOptions options)
      throws Exception {
    return new Ladder(catalogue, user, eligibility, options).climb();
  }

  private List<RecommendedItem> climb() throws Exception {
    for (String window : windows) {
      if (user != null) {
        takeTrend(Rung.COUNTRY_TREND, COUNTRY, user.country(), window);
        takeTrend(Rung.LANGUAGE_TREND, LANGUAGE, user.language(), window);
      }
      takeTrend(Rung.GLOBAL_TREND, SegmentName.GLOBAL, window);
    }
    List<RecommendedItem> list = merged();
    if (list.size() < places) {
      chosen.clear();
      others.clear();
      takeNewest();
      list.addAll(merged());
    }
    return numbered(list);
  }

  private void takeTrend(Rung rung, String dimension, String value, String window)
      throws Exception {
    if (value != null) {
      takeTrend(rung, SegmentName.of(dimension, value), window);
    }
  }

  private void takeTrend(Rung rung, String segment, String window) throws Exception {
    Leaderboard board = catalogue.board(segment, window);
    if (board == null) {
      return;
    }
    for (RankedContent ranked : board.items()) {
      ContentItem item = catalogue.item(ranked.contentId());
      if (item != null) {
        take(item, ranked.score(), rung, segment);
      }
    }
  }

  private void takeNewest() {
    for (ContentItem item : catalogue.newest()) {
      take(item, 0, Rung.FRESH, null);
    }
  }

  private void take(ContentItem item, double score, Rung rung, String segment) {
    if (!eligibility.allows(item) || !taken.add(item.contentId())) {
      return;
    }
    boolean interest =
        user != null && item.category() != null && user.interests().contains(item.category());
    (interest ? chosen : others)
        .add(new RecommendedItem(0, item.contentId(), score, rung, segment, interest));
  }

  private List<RecommendedItem> merged() {
    List<RecommendedItem> list = new ArrayList<>(chosen);
    list.addAll(others);
    return list;
  }

  private List<RecommendedItem> numbered(List<RecommendedItem> list) {
    List<RecommendedItem> numbered = new ArrayList<>(places);
    for (RecommendedItem item : list.subList(0, Math.min(places, list.size()))) {
      numbered.add(
          new RecommendedItem(
              numbered.size() + 1,
              item.contentId(),
              item.score(),
              item.reason(),
              item.segment(),
              item.interest()));
    }
    return numbered;
  }
}
