package io.nowfeed.jobs;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Recommendations;
import io.nowfeed.jobs.analytics.EnrichedInteractionRow;
import io.nowfeed.jobs.analytics.RecommendationsRow;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.Result;
import io.nowfeed.jobs.source.AcceptStage;
import io.nowfeed.sinks.kafka.SerializableFunction;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What users did and what they were offered, into files from which models are trained again. A job
 * of its own: its checkpoints are minutes apart, so that files are large, and nobody waits for it.
 *
 * <pre>
 *  enriched-interactions ─► accept ─► row ─► files enriched_interactions/dt=…
 *  recommendations ───────► accept ─► row ─► files recommendations/dt=…
 *  every accept ─► dead-letters
 * </pre>
 */
public final class ArchivePipeline {
  private ArchivePipeline() {}

  /** What comes in. */
  public record Inputs(
      DataStream<Inbound<Result<EnrichedInteraction>>> enrichedInteractions,
      DataStream<Inbound<Result<Recommendations>>> recommendations) {}

  /** Where it goes. */
  public record Outputs(
      Sink<EnrichedInteractionRow> enrichedInteractions,
      Sink<RecommendationsRow> recommendations,
      Sink<DeadLetter> deadLetters) {}

  /** Wires the graph. */
  public static void build(Inputs in, Outputs out) {
    var interactions =
        AcceptStage.attach(
            in.enrichedInteractions,
            "enriched-interactions",
            AcceptStage.typeOf(in.enrichedInteractions.getType()));
    var lists =
        AcceptStage.attach(
            in.recommendations,
            "recommendations",
            AcceptStage.typeOf(in.recommendations.getType()));
    table(
        interactions,
        EnrichedInteractionRow::of,
        EnrichedInteractionRow.class,
        out.enrichedInteractions,
        "enriched-interactions");
    // An erasure says nothing to learn from, and must not name the erased.
    table(
        lists.filter(list -> !list.record().erases()).uid("filter-recommendations").name("Lists"),
        RecommendationsRow::of,
        RecommendationsRow.class,
        out.recommendations,
        "recommendations");
    interactions
        .getSideOutput(AcceptStage.DEAD_LETTERS)
        .union(lists.getSideOutput(AcceptStage.DEAD_LETTERS))
        .sinkTo(out.deadLetters)
        .uid("sink-dead-letters")
        .name("Sink: dead-letters");
  }

  private static <T, R> void table(
      DataStream<Result<T>> results,
      SerializableFunction<T, R> row,
      Class<R> type,
      Sink<R> sink,
      String name) {
    results
        .map(result -> row.apply(result.record()))
        .returns(type)
        .uid("row-" + name)
        .name("Row: " + name)
        .sinkTo(sink)
        .uid("sink-archive-" + name)
        .name("Archive: " + name);
  }
}
