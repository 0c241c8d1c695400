package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Recommendations;
import io.nowfeed.jobs.flow.ContentChange;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.FlowTypes;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.Collector;

/** Recommends content to active users. */
public final class RecommendationStage {
  /** The recommender's uid; state hangs on it. */
  public static final String UID = "recommend";

  /** Uid of the content's way to the recommender. */
  public static final String CONTENT_UID = "catalogue-content";

  /** Uid of the leaderboards' way to the recommender. */
  public static final String BOARDS_UID = "catalogue-boards";

  private RecommendationStage() {}

  /**
   * The lists.
   *
   * @param events enriched events, partitioned by their key and in the order of each user, as the
   *     enrichment leaves them: so they need no second shuffle
   * @param content changes of the content
   * @param boards leaderboards
   */
  public static SingleOutputStreamOperator<Recommendations> attach(
      DataStream<EnrichedEvent> events,
      DataStream<ContentChange> content,
      DataStream<Leaderboard> boards,
      RecommendationOptions options,
      String jobVersion) {
    DataStream<CatalogueUpdate> contentUpdates =
        content
            .map(CatalogueUpdate::of)
            .returns(CatalogueUpdate.class)
            .uid(CONTENT_UID)
            .name("Content to catalogue");
    DataStream<CatalogueUpdate> boardUpdates =
        boards
            .flatMap(RecommendationStage::used)
            .returns(CatalogueUpdate.class)
            .uid(BOARDS_UID)
            .name("Leaderboards to catalogue");
    return DataStreamUtils.reinterpretAsKeyedStream(
            events, EnrichedEvent::hash, FlowTypes.USER_HASH)
        .connect(
            contentUpdates
                .union(boardUpdates)
                .broadcast(BroadcastCatalogue.CONTENT, BroadcastCatalogue.BOARDS))
        .process(new Recommender(options, jobVersion))
        .returns(Recommendations.class)
        .uid(UID)
        .name("Recommend");
  }

  /** Every recommender gets every board, so only what it uses. */
  private static void used(Leaderboard board, Collector<CatalogueUpdate> out) {
    if (Ladder.uses(board.segment())) {
      out.collect(CatalogueUpdate.of(board.withoutTop()));
    }
  }
}
