package io.nowfeed.local.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nowfeed.cdc.UsersTable;
import io.nowfeed.events.Topics;
import io.nowfeed.local.catalog.CatalogItem.Kind;
import io.nowfeed.sinks.archive.ArchiveTables;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import io.nowfeed.sinks.jdbc.ActiveUsersTable;
import io.nowfeed.sinks.jdbc.PopularityTable;
import io.nowfeed.sinks.jdbc.RelevanceTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalog has everything, and says of one thing the same in every place. */
class CatalogTest {
  private static final Catalog CATALOG = Catalog.read();

  static Stream<String> ddl() {
    return Stream.of(
        UsersTable.ddl(), ActiveUsersTable.ddl(), PopularityTable.ddl(), RelevanceTable.ddl());
  }

  @Test
  void everyTopicAndTableIsThere() {
    assertThat(names(Kind.TOPIC))
        .containsExactlyElementsOf(Topics.all().stream().map(Topics.Topic::name).toList());
    assertThat(names(Kind.POSTGRES))
        .containsExactly("users", "popularity_boards", "active_user_states", "relevance");
    assertThat(names(Kind.BIGQUERY)).containsExactlyElementsOf(BigQueryTables.NAMES);
    assertThat(names(Kind.ARCHIVE)).containsExactlyElementsOf(ArchiveTables.NAMES);
    assertThat(CATALOG.items())
        .allSatisfy(item -> assertThat(item.description()).as(item.title()).isNotBlank())
        .allSatisfy(item -> assertThat(item.owner()).as(item.title()).isNotBlank());
  }

  @ParameterizedTest
  @MethodSource("ddl")
  void everyColumnOfPostgresIsDescribed(String sql) {
    assertThat(SqlComments.table(sql).fields())
        .extracting(CatalogField::path)
        .containsExactlyInAnyOrderElementsOf(columns(sql));
  }

  @Test
  void everyFieldIsDescribed() {
    assertThat(CATALOG.items().stream().flatMap(item -> item.fields().stream()))
        .allSatisfy(field -> assertThat(field.description()).as(field.path()).isNotBlank());
  }

  @Test
  void aNameIsPersonalEverywhereOrNowhere() {
    Map<String, Set<String>> tags =
        CATALOG.items().stream()
            .filter(item -> !item.name().equals(Topics.DEAD_LETTERS)) // key is not a name there
            .flatMap(item -> item.fields().stream())
            .collect(
                Collectors.groupingBy(
                    CatalogField::leaf,
                    TreeMap::new,
                    Collectors.mapping(CatalogField::tag, Collectors.toSet())));
    assertThat(tags).allSatisfy((name, kinds) -> assertThat(kinds).as(name).hasSize(1));
    assertThat(tags.get("user_id")).containsExactly("pii:identifier");
    assertThat(tags.get("email")).containsExactly("pii:contact");
    assertThat(tags.values()).doesNotContain(Set.of("pii:unknown"));
  }

  @Test
  void labelsOfBigQuerySayWhetherATableIsPersonalAndWhose() {
    BigQueryConnection connection = BigQueryConnection.google("p", "d");
    for (CatalogItem item : CATALOG.items()) {
      if (item.kind() == Kind.BIGQUERY) {
        Map<String, String> labels = BigQueryTables.definition(connection, item.name()).getLabels();
        assertThat(labels.get("pii")).as(item.name()).isEqualTo(item.isPersonal() ? "yes" : "no");
        assertThat(CATALOG.topic(item.name().replace('_', '-')).orElseThrow().owner())
            .isEqualTo(item.owner());
      }
    }
  }

  @Test
  void whatNeverEntersKafkaIsNotInTheTopic() {
    assertThat(CATALOG.topic(Topics.USERS).orElseThrow().fields())
        .extracting(CatalogField::path)
        .contains("after.user_id", "after.interests")
        .doesNotContain("after.email", "after.name");
  }

  @Test
  void personalFieldsAreFoundWhereverTheyAre() {
    List<CatalogMatch> found = CATALOG.search("pii");
    assertThat(found)
        .filteredOn(match -> match.field() != null)
        .allSatisfy(match -> assertThat(match.field().pii()).isNotNull())
        .extracting(match -> match.item().title() + " " + match.field().path())
        .contains(
            "topic beacons user_id",
            "topic active-users attributes.birth_year",
            "topic nowfeed.public.users after.gender",
            "topic dead-letters value",
            "postgres table users email",
            "postgres table active_user_states device_id",
            "postgres table active_user_states user_hash",
            "bigquery table recommendations session_id",
            "archive enriched_interactions interests")
        .hasSize(
            (int)
                CATALOG.items().stream()
                    .flatMap(item -> item.fields().stream())
                    .filter(field -> field.pii() != null)
                    .count());
  }

  @Test
  void wordsAreFoundInKindsOwnersUseCasesAndDescriptionsInWhateverCase() {
    assertThat(titles("PII:Location"))
        .containsExactly("topic beacons", "topic active-users", "bigquery table active_users");
    assertThat(titles("editorial")).containsExactly("topic content");
    assertThat(titles("experiments")).contains("topic relevance");
    assertThat(titles("one row for each beacon")).containsExactly("bigquery table active_users");
    assertThat(CATALOG.search("no such thing")).isEmpty();
  }

  @Test
  void sqlThatDoesNotSayWhoseTheTableIsIsRefused() {
    assertThatThrownBy(() -> SqlComments.table("CREATE TABLE t (a text);"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("COMMENT ON TABLE");
  }

  private static List<String> titles(String word) {
    return CATALOG.search(word).stream().map(match -> match.item().title()).distinct().toList();
  }

  private static List<String> names(Kind kind) {
    return CATALOG.items().stream()
        .filter(item -> item.kind() == kind)
        .map(CatalogItem::name)
        .toList();
  }

  /** As CREATE TABLE has them: a line each. */
  private static List<String> columns(String sql) {
    Matcher table =
        Pattern.compile("(?s)CREATE TABLE IF NOT EXISTS \\w+ \\((.*?)\n\\);").matcher(sql);
    assertThat(table.find()).isTrue();
    return table
        .group(1)
        .lines()
        .map(String::strip)
        .filter(line -> line.matches("[a-z_]+ .*"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList();
  }
}
