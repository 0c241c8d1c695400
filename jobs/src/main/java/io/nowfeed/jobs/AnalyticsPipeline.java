package io.nowfeed.jobs;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Relevance;
import io.nowfeed.jobs.analytics.ActiveUserRow;
import io.nowfeed.jobs.analytics.EnrichedInteractionRow;
import io.nowfeed.jobs.analytics.PopularityRow;
import io.nowfeed.jobs.analytics.RecommendationsRow;
import io.nowfeed.jobs.analytics.RelevanceRow;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.source.AcceptStage;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * What the hot path wrote, into the tables of analysts. A job of its own, so that a slow or absent
 * database makes only this one wait.
 *
 * <pre>
 *  enriched-interactions ─► accept ─► row ─► BigQuery enriched_interactions
 *  active-users ──────────► accept ─► row ─► BigQuery active_users
 *  recommendations ───────► accept ─► row ─► BigQuery recommendations
 *  relevance ─────────────► accept ─► row ─► BigQuery relevance
 *  popularity ────────────► accept ─┬► row ─► BigQuery popularity
 *                                   └──────► Postgres popularity
 *  every accept ─► dead-letters
 * </pre>
 */
public final class AnalyticsPipeline {
  private AnalyticsPipeline() {}

  /** What comes in. */
  public record Inputs(
      DataStream<Inbound<EnrichedInteraction>> enrichedInteractions,
      DataStream<Inbound<ActiveUser>> activeUsers,
      DataStream<Inbound<Leaderboard>> popularity,
      DataStream<Inbound<Recommendations>> recommendations,
      DataStream<Inbound<Relevance>> relevance) {}

  /**
   * Where it goes.
   *
   * @param boards the current leaderboards in a database, null when there is none
   */
  public record Outputs(
      Sink<EnrichedInteractionRow> enrichedInteractions,
      Sink<ActiveUserRow> activeUsers,
      Sink<PopularityRow> popularity,
      Sink<RecommendationsRow> recommendations,
      Sink<RelevanceRow> relevance,
      Sink<Leaderboard> boards,
      Sink<DeadLetter> deadLetters) {}

  /** Wires the graph. */
  public static void build(Inputs in, Outputs out) {
    var interactions =
        accept(in.enrichedInteractions, "enriched-interactions", EnrichedInteraction.class);
    var activeUsers = accept(in.activeUsers, "active-users", ActiveUser.class);
    var boards = accept(in.popularity, "popularity", Leaderboard.class);
    var lists = accept(in.recommendations, "recommendations", Recommendations.class);
    var relevance = accept(in.relevance, "relevance", Relevance.class);

    table(
        interactions,
        EnrichedInteractionRow::of,
        EnrichedInteractionRow.class,
        out.enrichedInteractions,
        "enriched-interactions");
    table(activeUsers, ActiveUserRow::of, ActiveUserRow.class, out.activeUsers, "active-users");
    // Tombstones clear what is current; history has no use for them, and must not name the erased.
    table(
        boards
            .filter(board -> !board.isEmpty())
            .uid("filter-popularity")
            .name("Boards with content"),
        PopularityRow::of,
        PopularityRow.class,
        out.popularity,
        "popularity");
    table(
        lists.filter(list -> !list.erases()).uid("filter-recommendations").name("Lists"),
        RecommendationsRow::of,
        RecommendationsRow.class,
        out.recommendations,
        "recommendations");
    table(relevance, RelevanceRow::of, RelevanceRow.class, out.relevance, "relevance");
    if (out.boards != null) {
      boards.sinkTo(out.boards).uid("sink-jdbc-popularity").name("Postgres: popularity");
    }
    interactions
        .getSideOutput(AcceptStage.DEAD_LETTERS)
        .union(
            activeUsers.getSideOutput(AcceptStage.DEAD_LETTERS),
            boards.getSideOutput(AcceptStage.DEAD_LETTERS),
            lists.getSideOutput(AcceptStage.DEAD_LETTERS),
            relevance.getSideOutput(AcceptStage.DEAD_LETTERS))
        .sinkTo(out.deadLetters)
        .uid("sink-dead-letters")
        .name("Sink: dead-letters");
  }

  private static <T> SingleOutputStreamOperator<T> accept(
      DataStream<Inbound<T>> inbound, String topic, Class<T> type) {
    return AcceptStage.attach(inbound, topic, TypeInformation.of(type));
  }

  private static <T, R> void table(
      DataStream<T> records, MapFunction<T, R> row, Class<R> type, Sink<R> sink, String name) {
    records
        .map(row)
        .returns(type)
        .uid("row-" + name)
        .name("Row: " + name)
        .sinkTo(sink)
        .uid("sink-bigquery-" + name)
        .name("BigQuery: " + name);
  }
}
