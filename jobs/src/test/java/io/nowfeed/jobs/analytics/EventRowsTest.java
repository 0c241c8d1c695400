package io.nowfeed.jobs.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.sinks.bigquery.BigQueryTables;
import org.junit.jupiter.api.Test;

/** The rows of events have the columns that the tables define. */
class EventRowsTest {
  @Test
  void activeUsersHaveAColumnForEachComponentAndNoOther() {
    assertThat(TableColumns.names(TableColumns.of(BigQueryTables.ACTIVE_USERS)))
        .containsExactlyElementsOf(TableColumns.names(ActiveUserRow.class));
  }

  @Test
  void interactionsHaveAColumnForEachComponentAndNoOther() {
    assertThat(TableColumns.names(TableColumns.of(BigQueryTables.ENRICHED_INTERACTIONS)))
        .containsExactlyElementsOf(TableColumns.names(EnrichedInteractionRow.class));
  }
}
