package io.nowfeed.jobs.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.FieldList;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Rung;
import io.nowfeed.events.Topics;
import io.nowfeed.events.Trigger;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A list of recommendations as analysts find it. */
class RecommendationsRowTest {
  private static final List<RecommendationsRow.Item> ITEMS =
      List.of(
          new RecommendationsRow.Item(
              1, "c-1", 12.5, Rung.CO_VISITATION, "c-9", null, null, 3, true),
          new RecommendationsRow.Item(
              2, "c-2", 7, Rung.REGION_TREND, null, "country=GB", "30m", 7, false),
          new RecommendationsRow.Item(3, "c-3", 0, Rung.FRESH, null, null, null, 0, false));

  @Test
  void everythingIsInTheRow() {
    assertThat(RecommendationsRow.of(Fixtures.recommendations()))
        .isEqualTo(
            new RecommendationsRow(
                "ann",
                "s-1",
                "d-1",
                Fixtures.NOON,
                Fixtures.NOON,
                Fixtures.NOON + 600_000,
                Trigger.Kind.BEACON,
                "b-1",
                Fixtures.NOON - 9,
                "ladder",
                "full",
                ITEMS,
                "0.1.0",
                Topics.BEACONS,
                Fixtures.origin(Topics.BEACONS, 7).partition(),
                7L));
  }

  @Test
  void aListThatAWithdrawalMadeHasNoOrigin() {
    assertThat(RecommendationsRow.of(Fixtures.withdrawal()))
        .isEqualTo(
            new RecommendationsRow(
                "ann",
                "s-1",
                "d-1",
                Fixtures.NOON + 1,
                Fixtures.NOON + 1,
                Fixtures.NOON + 600_001,
                Trigger.Kind.WITHDRAWAL,
                "c-1",
                Fixtures.NOON,
                "ladder",
                "full",
                List.of(
                    new RecommendationsRow.Item(
                        1, "c-3", 0, Rung.FRESH, null, null, null, 0, false)),
                "0.1.0",
                null,
                null,
                null));
  }

  @Test
  void theTableHasAColumnForEachComponentAndNoOther() {
    FieldList columns = TableColumns.of(BigQueryTables.RECOMMENDATIONS);

    assertThat(TableColumns.names(columns))
        .containsExactlyElementsOf(TableColumns.names(RecommendationsRow.class));
    assertThat(TableColumns.names(columns.get("items").getSubFields()))
        .containsExactlyElementsOf(TableColumns.names(RecommendationsRow.Item.class));
  }
}
