package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Evidence;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import io.nowfeed.jobs.flow.ContentHash;
import io.nowfeed.jobs.recommendation.CoVisited.Candidate;
import java.util.List;
import java.util.Set;

/**
 * Makes a list, rung by rung: what users engaged with who engaged with the same, what is popular in
 * the user's segments, where the user is, and everywhere, in shorter windows before longer ones;
 * then new content. The last places are for fresh content that few have seen. Every rung is tried
 * for every user, so everyone gets a list.
 */
final class Ladder {
  private static final List<Rung> TRENDS =
      List.of(Rung.SEGMENT_TREND, Rung.REGION_TREND, Rung.GLOBAL_TREND);

  private final Catalogue catalogue;
  private final RecommendationOptions options;
  private final UserSegments segments;
  private final FreshContent fresh;

  /**
   * @param catalogue what there is
   * @param options how lists are made
   * @param segments whose trends are for whom
   * @param fresh content that needs impressions
   */
  Ladder(
      Catalogue catalogue,
      RecommendationOptions options,
      UserSegments segments,
      FreshContent fresh) {
    this.catalogue = catalogue;
    this.options = options;
    this.segments = segments;
    this.fresh = fresh;
  }

  /**
   * The list.
   *
   * @param recipient for whom
   * @param rungs what it is made of
   * @param coVisited candidates of co-visitation, best first
   */
  List<RecommendedItem> climb(Recipient recipient, Set<Rung> rungs, List<Candidate> coVisited)
      throws Exception {
    Picks picks = picks(recipient);
    for (int i = 0; i < coVisited.size() && !picks.isFull(); i++) {
      Candidate candidate = coVisited.get(i);
      ContentItem item = catalogue.item(candidate.item);
      if (picks.admits(item, candidate.item)) {
        picks.place(
            item,
            candidate.score(),
            Rung.CO_VISITATION,
            Evidence.alsoEngaged(contentId(candidate.source()), candidate.count()));
      }
    }
    return finish(recipient, rungs, picks);
  }

  /**
   * A list in place of one that cannot be shown any more: what it had of co-visitation, as far as
   * it still can be shown, and the other rungs anew.
   */
  List<RecommendedItem> repair(Recipient recipient, Set<Rung> rungs, List<RecommendedItem> before)
      throws Exception {
    Picks picks = picks(recipient);
    for (RecommendedItem item : before) {
      if (item.reason() == Rung.CO_VISITATION) {
        picks.take(
            catalogue.item(ContentHash.of(item.contentId())),
            item.score(),
            Rung.CO_VISITATION,
            item.evidence());
      }
    }
    return finish(recipient, rungs, picks);
  }

  private Picks picks(Recipient recipient) {
    return new Picks(
        options.items(),
        options.maxPerCategory(),
        new Eligibility(recipient.user(), recipient.seen(), recipient.now()),
        recipient.interests());
  }

  private List<RecommendedItem> finish(Recipient recipient, Set<Rung> rungs, Picks picks)
      throws Exception {
    for (Rung rung : TRENDS) {
      if (rungs.contains(rung)) {
        takeTrends(rung, recipient, picks);
      }
    }
    if (!rungs.contains(Rung.FRESH)) {
      return picks.list(List.of(), 0);
    }
    for (ContentItem item : catalogue.newest(recipient.language(), recipient.now())) {
      if (picks.isFull()) {
        break;
      }
      picks.take(item, 0, Rung.FRESH, Evidence.none());
    }
    int exploring = options.exploring().places(options.items());
    return picks.list(exploring == 0 ? List.of() : fresh(recipient), exploring);
  }

  private List<ContentItem> fresh(Recipient recipient) throws Exception {
    return fresh.of(recipient.language(), recipient.now(), catalogue);
  }

  private void takeTrends(Rung rung, Recipient recipient, Picks picks) throws Exception {
    List<String> names = segments.of(rung, recipient.user(), recipient.likes(), recipient.now());
    for (String window : options.trends().windows()) {
      for (String segment : names) {
        if (picks.isFull()) {
          return;
        }
        takeTrend(rung, catalogue.trend(segment, window), picks);
      }
    }
  }

  private void takeTrend(Rung rung, Trend trend, Picks picks) throws Exception {
    if (trend == null) {
      return;
    }
    ContentItem[] items = catalogue.items(trend);
    for (int i = 0; i < items.length && !picks.isFull(); i++) {
      if (picks.admits(items[i], trend.items()[i])) {
        picks.place(
            items[i],
            trend.scores()[i],
            rung,
            Evidence.trend(trend.segment(), trend.window(), trend.counts()[i]));
      }
    }
  }

  private String contentId(long hash) throws Exception {
    ContentItem item = catalogue.item(hash);
    return item == null ? null : item.contentId();
  }
}
