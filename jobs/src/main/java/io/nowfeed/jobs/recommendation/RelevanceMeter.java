package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Relevance;
import io.nowfeed.jobs.config.Experiment;
import io.nowfeed.jobs.flow.Occasion;
import org.apache.flink.metrics.MetricGroup;

/** Measures what lists are worth: before anything is learnt from what it is measured by. */
final class RelevanceMeter {
  private final String experiment;
  private final String jobVersion;
  private final RelevanceMetrics metrics;

  RelevanceMeter(Experiment experiment, String jobVersion, MetricGroup operator) {
    this.experiment = experiment.name();
    this.jobVersion = jobVersion;
    this.metrics = new RelevanceMetrics(experiment, operator);
  }

  /**
   * Measures an engagement.
   *
   * @param interaction the engagement
   * @param occasion what the profile said before it
   * @param offer what the user was offered before it
   */
  Relevance measure(EnrichedInteraction interaction, Occasion occasion, Offer offer) {
    Offer.Place place = offer.place(interaction.contentId());
    ContentFacts content = interaction.content();
    Relevance relevance =
        new Relevance(
            interaction.eventId(),
            interaction.userId(),
            interaction.deviceId(),
            interaction.sessionId(),
            interaction.contentId(),
            interaction.action(),
            interaction.ts(),
            experiment,
            occasion.arm(),
            place == null ? null : place.rank(),
            place == null ? null : place.rung(),
            offer.sessionRank(interaction.sessionId(), interaction.contentId()),
            offer.list() == null ? null : offer.list().version(),
            occasion.engagedBefore(),
            interaction.attributes() == null ? null : interaction.attributes().country(),
            content == null ? null : content.language(),
            content == null ? null : content.category(),
            interaction.origin(),
            jobVersion);
    metrics.measured(relevance);
    return relevance;
  }
}
