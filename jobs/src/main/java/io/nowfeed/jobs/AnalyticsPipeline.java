package io.nowfeed.jobs;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Relevance;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.Result;
import io.nowfeed.jobs.source.AcceptStage;
import io.nowfeed.sinks.jdbc.UserSeen;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * What the hot path wrote, into the tables of analysts. A job of its own, so that a slow or absent
 * database makes only this one wait.
 *
 * <pre>
 *  enriched-interactions ─► accept ─► BigQuery enriched_interactions
 *  active-users ──────────► accept ─┬► BigQuery active_users
 *                                   └► Postgres active_users
 *  recommendations ───────► accept ─┬► BigQuery recommendations
 *                                   └ erasures ─► Postgres active_users
 *  relevance ─────────────► accept ─┬► BigQuery relevance
 *                                   └► Postgres relevance
 *  popularity ────────────► accept ─┬► BigQuery popularity
 *                                   └► Postgres popularity
 *  every accept ─► dead-letters
 * </pre>
 */
public final class AnalyticsPipeline {
  private AnalyticsPipeline() {}

  /** What comes in. */
  public record Inputs(
      DataStream<Inbound<Result<EnrichedInteraction>>> enrichedInteractions,
      DataStream<Inbound<Result<ActiveUser>>> activeUsers,
      DataStream<Inbound<Result<Leaderboard>>> popularity,
      DataStream<Inbound<Result<Recommendations>>> recommendations,
      DataStream<Inbound<Result<Relevance>>> relevance) {}

  /**
   * Where it goes.
   *
   * @param dashboards tables in a database, null when there is none
   */
  public record Outputs(
      Sink<Result<EnrichedInteraction>> enrichedInteractions,
      Sink<Result<ActiveUser>> activeUsers,
      Sink<Result<Leaderboard>> popularity,
      Sink<Result<Recommendations>> recommendations,
      Sink<Result<Relevance>> relevance,
      Dashboards dashboards,
      Sink<DeadLetter> deadLetters) {}

  /** Tables for dashboards on a plain database. */
  public record Dashboards(
      Sink<Leaderboard> boards, Sink<UserSeen> activeUsers, Sink<Relevance> relevance) {}

  /** Wires the graph. */
  public static void build(Inputs in, Outputs out) {
    var interactions = accept(in.enrichedInteractions, "enriched-interactions");
    var activeUsers = accept(in.activeUsers, "active-users");
    var boards = accept(in.popularity, "popularity");
    var lists = accept(in.recommendations, "recommendations");
    var relevance = accept(in.relevance, "relevance");

    table(interactions, out.enrichedInteractions, "enriched-interactions");
    table(activeUsers, out.activeUsers, "active-users");
    // Tombstones clear what is current; history has no use for them, and must not name the erased.
    table(
        boards
            .filter(board -> !board.record().isEmpty())
            .uid("filter-popularity")
            .name("Boards with content"),
        out.popularity,
        "popularity");
    table(
        lists.filter(list -> !list.record().erases()).uid("filter-recommendations").name("Lists"),
        out.recommendations,
        "recommendations");
    table(relevance, out.relevance, "relevance");
    if (out.dashboards != null) {
      records(boards, Leaderboard.class, "popularity")
          .sinkTo(out.dashboards.boards)
          .uid("sink-jdbc-popularity")
          .name("Postgres: popularity");
      records(relevance, Relevance.class, "relevance")
          .sinkTo(out.dashboards.relevance)
          .uid("sink-jdbc-relevance")
          .name("Postgres: relevance");
      // By user: two subtasks that write the same rows in another order would block each other.
      seen(activeUsers, lists)
          .keyBy(UserSeen::key)
          .sinkTo(out.dashboards.activeUsers)
          .uid("sink-jdbc-active-users")
          .name("Postgres: active-users");
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

  /** Who was active, and who is no more to be shown. */
  private static DataStream<UserSeen> seen(
      DataStream<Result<ActiveUser>> activeUsers, DataStream<Result<Recommendations>> lists) {
    DataStream<UserSeen> erased =
        lists
            .filter(list -> list.record().erases())
            .uid("filter-erasures")
            .name("Erasures")
            .map(list -> UserSeen.erased(list.record().key(), list.record().generatedAt()))
            .returns(UserSeen.class)
            .uid("seen-erasures")
            .name("Erased users");
    return activeUsers
        .map(beacon -> UserSeen.of(beacon.record()))
        .returns(UserSeen.class)
        .uid("seen-active-users")
        .name("Seen users")
        .union(erased);
  }

  private static <T> SingleOutputStreamOperator<Result<T>> accept(
      DataStream<Inbound<Result<T>>> inbound, String topic) {
    return AcceptStage.attach(inbound, topic, AcceptStage.typeOf(inbound.getType()));
  }

  private static <T> void table(DataStream<Result<T>> results, Sink<Result<T>> sink, String name) {
    results.sinkTo(sink).uid("sink-bigquery-" + name).name("BigQuery: " + name);
  }

  private static <T> DataStream<T> records(
      DataStream<Result<T>> results, Class<T> type, String name) {
    return results.map(Result::record).returns(type).uid("record-" + name).name("Records");
  }
}
