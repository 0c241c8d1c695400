package io.nowfeed.jobs.popularity;

import io.nowfeed.events.EnrichedInteraction;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** The segments of an interaction: everyone, the user's country, the item's language, category. */
final class Segments implements FlatMapFunction<EnrichedInteraction, SegmentAction> {
  private static final long serialVersionUID = 1L;

  @Override
  public void flatMap(EnrichedInteraction interaction, Collector<SegmentAction> out) {
    emit("global", interaction, out);
    if (interaction.attributes() != null) {
      emit("country", interaction.attributes().country(), interaction, out);
    }
    if (interaction.content() != null) {
      emit("language", interaction.content().language(), interaction, out);
      emit("category", interaction.content().category(), interaction, out);
    }
  }

  private static void emit(
      String dimension,
      String value,
      EnrichedInteraction interaction,
      Collector<SegmentAction> out) {
    if (value != null) {
      emit(dimension + "=" + value, interaction, out);
    }
  }

  private static void emit(
      String segment, EnrichedInteraction interaction, Collector<SegmentAction> out) {
    out.collect(
        new SegmentAction(
            new SegmentContent(segment, interaction.contentId()),
            interaction.action(),
            interaction.ts()));
  }
}
