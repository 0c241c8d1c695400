package io.nowfeed.jobs.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.Rung;
import io.nowfeed.events.Topics;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import org.junit.jupiter.api.Test;

/** A measurement as analysts find it. */
class RelevanceRowTest {
  private static final Origin ORIGIN = Fixtures.origin(Topics.INTERACTIONS, 7);

  @Test
  void everythingIsInTheRow() {
    assertThat(RelevanceRow.of(Fixtures.relevance()))
        .isEqualTo(
            new RelevanceRow(
                "i-1",
                "ann",
                "s-1",
                "d-1",
                "c-1",
                Action.CLICK,
                Fixtures.NOON,
                "ladder",
                "full",
                3,
                Rung.CO_VISITATION,
                4,
                Fixtures.NOON - 9,
                12,
                "GB",
                "sport",
                "en",
                "0.1.0",
                Topics.INTERACTIONS,
                ORIGIN.partition(),
                7));
  }

  @Test
  void whatIsNotKnownStaysAbsent() {
    Relevance miss =
        new Relevance(
            "i-1",
            null,
            "d-1",
            null,
            "c-1",
            Action.LIKE,
            5,
            "ladder",
            "full",
            null,
            null,
            null,
            null,
            0,
            null,
            null,
            null,
            ORIGIN,
            "0.1.0");

    assertThat(RelevanceRow.of(miss))
        .isEqualTo(
            new RelevanceRow(
                "i-1",
                null,
                null,
                "d-1",
                "c-1",
                Action.LIKE,
                5,
                "ladder",
                "full",
                null,
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                "0.1.0",
                Topics.INTERACTIONS,
                ORIGIN.partition(),
                7));
  }

  @Test
  void theTableHasAColumnForEachComponentAndNoOther() {
    assertThat(TableColumns.names(TableColumns.of(BigQueryTables.RELEVANCE)))
        .containsExactlyElementsOf(TableColumns.names(RelevanceRow.class));
  }
}
