package io.nowfeed.jobs.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.FieldList;
import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.TopList;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A leaderboard as analysts find it. */
class PopularityRowTest {
  @Test
  void everythingIsInTheRow() {
    ActionCounts counts = new ActionCounts(1, 2, 3, 4, 5, 6, 7, 8, 9);
    RankedContent place = new RankedContent(2, 3, "c-1", 4.5, .5, .25, counts);
    RankedContent fresh = new RankedContent(1, null, "c-2", 7, 1, .125, counts);
    Leaderboard board =
        new Leaderboard(
            "country=GB",
            "1m",
            Fixtures.NOON,
            Fixtures.NOON + 60_000,
            List.of(place),
            List.of(new TopList("likes", List.of(fresh)), new TopList("shares", List.of())),
            Fixtures.NOON + 60_001);

    PopularityRow.Item item =
        new PopularityRow.Item(2, 3, "c-1", 4.5, .5, .25, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    PopularityRow.Item liked =
        new PopularityRow.Item(1, null, "c-2", 7, 1, .125, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(PopularityRow.of(board))
        .isEqualTo(
            new PopularityRow(
                "country=GB",
                "1m",
                Fixtures.NOON,
                Fixtures.NOON + 60_000,
                List.of(item),
                List.of(
                    new PopularityRow.Top("likes", List.of(liked)),
                    new PopularityRow.Top("shares", List.of())),
                Fixtures.NOON + 60_001));
  }

  @Test
  void theTableHasAColumnForEachComponentAndNoOther() {
    FieldList columns = TableColumns.of(BigQueryTables.POPULARITY);
    FieldList lists = columns.get("top").getSubFields();

    assertThat(TableColumns.names(columns))
        .containsExactlyElementsOf(TableColumns.names(PopularityRow.class));
    assertThat(TableColumns.names(columns.get("items").getSubFields()))
        .containsExactlyElementsOf(TableColumns.names(PopularityRow.Item.class));
    assertThat(TableColumns.names(lists))
        .containsExactlyElementsOf(TableColumns.names(PopularityRow.Top.class));
    assertThat(TableColumns.names(lists.get("items").getSubFields()))
        .containsExactlyElementsOf(TableColumns.names(PopularityRow.Item.class));
  }
}
