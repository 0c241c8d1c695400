package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Leaderboard;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The catalogue in broadcast state: each recommender has all of it.
 *
 * @param content content by the hash of its id
 * @param trends what is popular, by segment and window
 * @param newestContent the newest content
 */
record BroadcastCatalogue(
    ReadOnlyBroadcastState<Long, ContentItem> content,
    ReadOnlyBroadcastState<String, Trend> trends,
    NewestContent newestContent)
    implements Catalogue {
  /** Lives as long as the catalogue: withdrawn items are removed. */
  static final MapStateDescriptor<Long, ContentItem> CONTENT =
      new MapStateDescriptor<>("content", Types.LONG, TypeInformation.of(ContentItem.class));

  /** The current one of each segment and window; an empty one is removed. */
  static final MapStateDescriptor<String, Trend> TRENDS =
      new MapStateDescriptor<>("trends", Types.STRING, TypeInformation.of(Trend.class));

  @Override
  public ContentItem item(long hash) throws Exception {
    return content.get(hash);
  }

  @Override
  public Trend trend(String segment, String window) throws Exception {
    return trends.get(Leaderboard.key(segment, window));
  }

  @Override
  public Iterable<ContentItem> newest(String language, long now) {
    return newestContent.of(language, now);
  }
}
