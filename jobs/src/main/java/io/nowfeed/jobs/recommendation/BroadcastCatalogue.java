package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Leaderboard;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The catalogue in broadcast state: each recommender has all of it. Beside the state it keeps what
 * lists ask of it again and again, made from the state: the newest content, and the items of
 * trends.
 */
final class BroadcastCatalogue implements Catalogue {
  /** Lives as long as the catalogue: withdrawn items are removed. */
  static final MapStateDescriptor<Long, ContentItem> CONTENT =
      new MapStateDescriptor<>("content", Types.LONG, TypeInformation.of(ContentItem.class));

  /** The current one of each segment and window; an empty one is removed. */
  static final MapStateDescriptor<String, Trend> TRENDS =
      new MapStateDescriptor<>("trends", Types.STRING, TypeInformation.of(Trend.class));

  /** Enough new content of a language to fill a list whatever the user has seen of it. */
  private static final int NEWEST_OF_LANGUAGE = 1_000;

  private final NewestContent newestContent = new NewestContent(NEWEST_OF_LANGUAGE);

  /** A trend in state is replaced, never changed. */
  private final IdentityHashMap<Trend, ContentItem[]> itemsOfTrends = new IdentityHashMap<>();

  private ReadOnlyBroadcastState<Long, ContentItem> content;
  private ReadOnlyBroadcastState<String, Trend> trends;
  private long withdrawn;

  private BroadcastCatalogue() {}

  /**
   * The catalogue as it is in the state.
   *
   * @param now processing time, epoch milliseconds
   */
  static BroadcastCatalogue of(Iterable<Map.Entry<Long, ContentItem>> content, long now) {
    BroadcastCatalogue catalogue = new BroadcastCatalogue();
    catalogue.newestContent.at(now);
    content.forEach(entry -> catalogue.newestContent.put(entry.getValue()));
    return catalogue;
  }

  /**
   * For the next list.
   *
   * @param now processing time, epoch milliseconds
   */
  BroadcastCatalogue at(
      ReadOnlyBroadcastState<Long, ContentItem> currentContent,
      ReadOnlyBroadcastState<String, Trend> currentTrends,
      long now) {
    content = currentContent;
    trends = currentTrends;
    newestContent.at(now);
    return this;
  }

  /** The item is in the state now. */
  void published(ContentItem item) {
    itemsOfTrends.clear();
    newestContent.put(item);
  }

  /** The item is not in the state any more. */
  void withdrawn(String contentId) {
    itemsOfTrends.clear();
    withdrawn++;
    newestContent.remove(contentId);
  }

  /** A trend is not in the state any more; null for none. */
  void replaced(Trend before) {
    itemsOfTrends.remove(before);
  }

  @Override
  public ContentItem item(long hash) throws Exception {
    return content.get(hash);
  }

  @Override
  public Trend trend(String segment, String window) throws Exception {
    return trends.get(Leaderboard.key(segment, window));
  }

  @Override
  public ContentItem[] items(Trend trend) throws Exception {
    ContentItem[] items = itemsOfTrends.get(trend);
    if (items == null) {
      items = Catalogue.super.items(trend);
      itemsOfTrends.put(trend, items);
    }
    return items;
  }

  @Override
  public Iterable<ContentItem> newest(String language, long now) {
    return newestContent.of(language, now);
  }

  @Override
  public long changes() {
    return newestContent.changes() + withdrawn;
  }
}
