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
 * @param content content by id
 * @param boards leaderboards by segment and window
 * @param newestContent the newest content
 */
record BroadcastCatalogue(
    ReadOnlyBroadcastState<String, ContentItem> content,
    ReadOnlyBroadcastState<String, Leaderboard> boards,
    NewestContent newestContent)
    implements Catalogue {
  /** Lives as long as the catalogue: withdrawn items are removed. */
  static final MapStateDescriptor<String, ContentItem> CONTENT =
      new MapStateDescriptor<>("content", Types.STRING, TypeInformation.of(ContentItem.class));

  /** The current one of each segment and window; an empty one is removed. */
  static final MapStateDescriptor<String, Leaderboard> BOARDS =
      new MapStateDescriptor<>("boards", Types.STRING, TypeInformation.of(Leaderboard.class));

  @Override
  public ContentItem item(String contentId) throws Exception {
    return content.get(contentId);
  }

  @Override
  public Leaderboard board(String segment, String window) throws Exception {
    return boards.get(Leaderboard.key(segment, window));
  }

  @Override
  public Iterable<ContentItem> newest() {
    return newestContent.all();
  }
}
