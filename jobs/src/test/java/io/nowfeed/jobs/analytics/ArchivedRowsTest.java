package io.nowfeed.jobs.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.MatchReason;
import io.nowfeed.sinks.archive.ArchiveTables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivedRowsTest {
  @TempDir private Path folder;

  @Test
  void anInteractionHasAllItsFields() throws IOException {
    GenericRecord read = interaction(Fixtures.enriched("c-1", Action.ADD_TO_CART, Fixtures.NOON));

    assertThat(values(read))
        .isEqualTo(
            expected(
                "event_id",
                "i-" + Fixtures.NOON,
                "user_id",
                "ann",
                "session_id",
                "s-1",
                "device_id",
                null,
                "content_id",
                "c-1",
                "action",
                "ADD_TO_CART",
                "event_time",
                Fixtures.NOON,
                "dwell_ms",
                1200L,
                "country",
                "GB",
                "region",
                Fixtures.user("GB", "en").region(),
                "language",
                "en",
                "birth_year",
                (long) Fixtures.user("GB", "en").birthYear(),
                "gender",
                Fixtures.user("GB", "en").gender(),
                "plan",
                Fixtures.user("GB", "en").plan(),
                "interests",
                List.of("sport"),
                "content_category",
                "sport",
                "content_language",
                "en",
                "content_tags",
                List.of("goal"),
                "match_reason",
                "MATCHED",
                "attributes_lsn",
                42L,
                "attributes_as_of",
                Fixtures.NOON - 1,
                "origin_topic",
                "interactions",
                "origin_partition",
                (long) Fixtures.origin("interactions", 8).partition(),
                "origin_offset",
                8L,
                "ingested_at",
                Fixtures.NOON + 5,
                "enriched_at",
                Fixtures.NOON + 9));
  }

  @Test
  void whatCanBeAbsentIsNullAndListsAreEmpty() throws IOException {
    GenericRecord read =
        interaction(
            new EnrichedInteraction(
                "i-1",
                null,
                null,
                null,
                "c-1",
                Action.CLICK,
                1,
                null,
                null,
                null,
                MatchReason.ANONYMOUS,
                null,
                null,
                Fixtures.origin("interactions", 1),
                2,
                3));

    for (Schema.Field field : read.getSchema().getFields()) {
      if (field.schema().getType() == Schema.Type.ARRAY) {
        assertThat((List<?>) read.get(field.pos())).as(field.name()).isEmpty();
      } else if (field.schema().isNullable() && !field.name().equals("match_reason")) {
        assertThat(read.get(field.pos())).as(field.name()).isNull();
      } else {
        assertThat(read.get(field.pos())).as(field.name()).isNotNull();
      }
    }
  }

  @Test
  void aListHasItsItemsAndEvidence() throws IOException {
    GenericRecord read = lists(RecommendationsRow.of(Fixtures.recommendations())).get(0);

    assertThat(values(read))
        .containsEntry("user_id", "ann")
        .containsEntry("version", Fixtures.NOON)
        .containsEntry("trigger_kind", "BEACON")
        .containsEntry("trigger_time", Fixtures.NOON - 9)
        .containsEntry("arm", "full")
        .containsEntry("origin_topic", "beacons")
        .containsEntry("origin_offset", 7L)
        .containsEntry(
            "items",
            List.of(
                item(1, "c-1", 12.5, "CO_VISITATION", "c-9", null, null, 3, true),
                item(2, "c-2", 7.0, "REGION_TREND", null, "country=GB", "30m", 7, false),
                item(3, "c-3", 0.0, "FRESH", null, null, null, 0, false)));
  }

  @Test
  void aListOfAWithdrawalHasNoOrigin() throws IOException {
    List<GenericRecord> read =
        lists(
            RecommendationsRow.of(Fixtures.recommendations()),
            RecommendationsRow.of(Fixtures.withdrawal()));

    assertThat(read).hasSize(2);
    assertThat(values(read.get(1)))
        .containsEntry("trigger_kind", "WITHDRAWAL")
        .containsEntry("origin_topic", null)
        .containsEntry("origin_partition", null)
        .containsEntry("origin_offset", null);
  }

  /** Native libraries would be needed by whoever writes, and by some who read. */
  @Test
  void filesAreCompressedByWhatEveryReaderHas() throws IOException {
    lists(RecommendationsRow.of(Fixtures.recommendations()));

    try (DataFileReader<GenericRecord> reader =
        new DataFileReader<>(file().toFile(), new GenericDatumReader<>())) {
      assertThat(reader.getMetaString(DataFileConstants.CODEC)).isEqualTo("deflate");
      assertThat(reader.getSchema()).isEqualTo(ArchiveTables.schema("recommendations"));
    }
  }

  private GenericRecord interaction(EnrichedInteraction interaction) throws IOException {
    return ArchivedRows.read(
            file(),
            ArchiveTables.ENRICHED_INTERACTIONS,
            EnrichedInteractionRow.class,
            EnrichedInteractionRow.of(interaction))
        .get(0);
  }

  private List<GenericRecord> lists(RecommendationsRow... rows) throws IOException {
    return ArchivedRows.read(file(), ArchiveTables.RECOMMENDATIONS, RecommendationsRow.class, rows);
  }

  private Path file() {
    return folder.resolve("part.avro");
  }

  private static Map<String, Object> item(
      long rank,
      String contentId,
      double score,
      String reason,
      String source,
      String segment,
      String window,
      long count,
      boolean interest) {
    return expected(
        "rank", rank,
        "content_id", contentId,
        "score", score,
        "reason", reason,
        "source_content_id", source,
        "segment", segment,
        "window_size", window,
        "evidence_count", count,
        "interest", interest);
  }

  private static Map<String, Object> expected(Object... namesAndValues) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return values;
  }

  private static Map<String, Object> values(GenericRecord read) {
    Map<String, Object> values = new LinkedHashMap<>();
    read.getSchema()
        .getFields()
        .forEach(field -> values.put(field.name(), plain(read.get(field.pos()))));
    return values;
  }

  private static Object plain(Object value) {
    if (value instanceof CharSequence) {
      return value.toString();
    }
    if (value instanceof GenericData.Array<?> list) {
      return list.stream().map(ArchivedRowsTest::plain).toList();
    }
    return value instanceof GenericRecord nested ? values(nested) : value;
  }
}
