package io.nowfeed.jobs;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.Duplicate;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.LateEvent;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Relevance;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.covisitation.CoVisitationOptions;
import io.nowfeed.jobs.covisitation.CoVisitationStage;
import io.nowfeed.jobs.enrichment.ContentJoinStage;
import io.nowfeed.jobs.enrichment.EnrichmentOptions;
import io.nowfeed.jobs.enrichment.UserJoinStage;
import io.nowfeed.jobs.flow.ContentChange;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.UserEvent;
import io.nowfeed.jobs.flow.UserUpdate;
import io.nowfeed.jobs.popularity.PopularityOptions;
import io.nowfeed.jobs.popularity.PopularityStage;
import io.nowfeed.jobs.profile.ProfileOptions;
import io.nowfeed.jobs.profile.ProfileStage;
import io.nowfeed.jobs.recommendation.RecommendationOptions;
import io.nowfeed.jobs.recommendation.RecommendationStage;
import io.nowfeed.jobs.source.AcceptStage;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The hot path. Streams come in, sinks are handed in, so that a test runs the very same graph.
 *
 * <pre>
 *  users ──────► accept ───────────┐
 *  beacons ────► accept ─┐         ▼
 *  interactions ► accept ┴─► enrich with user ─► enrich with content ─┬─► active-users
 *  content ────► accept ──────────────┬─────────────────▲             ├─► enriched-interactions
 *                                     │                               ├─► gate ─► late-events
 *                                     │                               │     ▼
 *                                     │                               │  popularity ─► popularity
 *                                     │                               ▼     │
 *                                     │                            profile  │
 *                                     │   co-visitation ◄────────────┤       │
 *                                     │        │(neighbours)        │       │
 *                                     │        ▼                    ▼       │
 *                                     └────► recommend ◄────────────┴◄──────┘
 *                                              ├─► recommendations
 *                                              └─► relevance
 *  every accept ─► dead-letters
 * </pre>
 *
 * The enrichment partitions by user, and the profile behind it keeps that partitioning. Items are
 * asked where they are, so no list of neighbours need be everywhere; the recommender makes a user's
 * lists in the order of the user's events, however soon answers come.
 */
public final class PersonalizationPipeline {
  private PersonalizationPipeline() {}

  /** What comes in, each with event time assigned. */
  public record Inputs(
      DataStream<Inbound<UserEvent>> beacons,
      DataStream<Inbound<UserEvent>> interactions,
      DataStream<Inbound<UserUpdate>> users,
      DataStream<Inbound<ContentChange>> content) {}

  /** Where results go. */
  public record Outputs(
      Sink<ActiveUser> activeUsers,
      Sink<EnrichedInteraction> enrichedInteractions,
      Sink<Leaderboard> popularity,
      Sink<Recommendations> recommendations,
      Sink<Relevance> relevance,
      Sink<LateEvent> lateEvents,
      Sink<Duplicate> duplicates,
      Sink<DeadLetter> deadLetters) {}

  /** Wires the graph. */
  public static void build(Inputs in, Outputs out, JobConfig config) {
    var beacons = AcceptStage.attach(in.beacons, "beacons", FlowTypes.USER_EVENT);
    var interactions = AcceptStage.attach(in.interactions, "interactions", FlowTypes.USER_EVENT);
    var users = AcceptStage.attach(in.users, "users", FlowTypes.USER_UPDATE);
    var content = AcceptStage.attach(in.content, "content", FlowTypes.CONTENT_CHANGE);

    var withUser =
        UserJoinStage.attach(beacons.union(interactions), users, EnrichmentOptions.of(config));
    var enriched = ContentJoinStage.attach(withUser, content);
    var activeUsers =
        enriched
            .filter(event -> event.activeUser() != null)
            .uid("filter-active-users")
            .name("Beacons")
            .map(EnrichedEvent::activeUser)
            .returns(ActiveUser.class)
            .uid("map-active-users")
            .name("Active users");
    var enrichedInteractions =
        enriched
            .filter(event -> event.interaction() != null)
            .uid("filter-interactions")
            .name("Interactions")
            .map(EnrichedEvent::interaction)
            .returns(EnrichedInteraction.class)
            .uid("map-interactions")
            .name("Enriched interactions");

    var popularity = new PopularityStage(PopularityOptions.of(config));
    var counted = popularity.gate(enrichedInteractions);
    var boards = popularity.attach(counted);
    var occasions = ProfileStage.attach(enriched, ProfileOptions.of(config));
    var neighbours =
        CoVisitationStage.attach(
            occasions.getSideOutput(ProfileStage.TO_ITEMS), CoVisitationOptions.of(config));
    var recommendations =
        RecommendationStage.attach(
            occasions,
            neighbours,
            content,
            boards,
            RecommendationOptions.of(config),
            JobVersion.current());

    sink(activeUsers, out.activeUsers, "active-users");
    sink(enrichedInteractions, out.enrichedInteractions, "enriched-interactions");
    sink(withUser.getSideOutput(UserJoinStage.DUPLICATES), out.duplicates, "duplicates");
    sink(counted.getSideOutput(PopularityStage.LATE), out.lateEvents, "late-events");
    sink(boards, out.popularity, "popularity");
    sink(recommendations, out.recommendations, "recommendations");
    sink(recommendations.getSideOutput(RecommendationStage.RELEVANCE), out.relevance, "relevance");
    sink(deadLetters(beacons, interactions, users, content), out.deadLetters, "dead-letters");
  }

  private static DataStream<DeadLetter> deadLetters(
      SingleOutputStreamOperator<?> first, SingleOutputStreamOperator<?>... others) {
    DataStream<DeadLetter> all = first.getSideOutput(AcceptStage.DEAD_LETTERS);
    for (SingleOutputStreamOperator<?> other : others) {
      all = all.union(other.getSideOutput(AcceptStage.DEAD_LETTERS));
    }
    return all;
  }

  private static <T> void sink(DataStream<T> stream, Sink<T> sink, String topic) {
    stream.sinkTo(sink).uid("sink-" + topic).name("Sink: " + topic);
  }
}
