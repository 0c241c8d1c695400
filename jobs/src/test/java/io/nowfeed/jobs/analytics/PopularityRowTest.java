package io.nowfeed.jobs.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.StandardTableDefinition;
import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.TopList;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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
    StandardTableDefinition table =
        BigQueryTables.definition(BigQueryConnection.google("p", "d"), BigQueryTables.POPULARITY)
            .getDefinition();
    FieldList columns = table.getSchema().getFields();
    FieldList lists = columns.get("top").getSubFields();

    assertThat(names(columns)).containsExactlyElementsOf(names(PopularityRow.class));
    assertThat(names(columns.get("items").getSubFields()))
        .containsExactlyElementsOf(names(PopularityRow.Item.class));
    assertThat(names(lists)).containsExactlyElementsOf(names(PopularityRow.Top.class));
    assertThat(names(lists.get("items").getSubFields()))
        .containsExactlyElementsOf(names(PopularityRow.Item.class));
  }

  private static List<String> names(FieldList columns) {
    return columns.stream().map(Field::getName).toList();
  }

  private static List<String> names(Class<? extends Record> type) {
    return Stream.of(type.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
        .toList();
  }
}
