package io.nowfeed.local.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.TableInfo;
import io.nowfeed.cdc.UsersTable;
import io.nowfeed.events.TopicSchema;
import io.nowfeed.events.Topics;
import io.nowfeed.local.catalog.CatalogItem.Kind;
import io.nowfeed.sinks.archive.ArchiveTables;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import io.nowfeed.sinks.jdbc.ActiveUsersTable;
import io.nowfeed.sinks.jdbc.PopularityTable;
import io.nowfeed.sinks.jdbc.RelevanceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * All topics and tables of this version, from the definitions that are shipped: nothing has to run.
 */
public final class Catalog {
  /** Definitions are the same whatever project and dataset they are created in. */
  private static final BigQueryConnection ANYWHERE = BigQueryConnection.google("p", "d");

  private static final String OURS = "nowfeed";

  private final List<CatalogItem> items;

  private Catalog(List<CatalogItem> items) {
    this.items = items;
  }

  /** Reads the definitions. */
  public static Catalog read() {
    CatalogItem users = SqlComments.table(UsersTable.ddl());
    List<CatalogItem> items = new ArrayList<>();
    Topics.all().forEach(topic -> items.add(topic(topic.name(), users)));
    items.add(users);
    Stream.of(PopularityTable.ddl(), ActiveUsersTable.ddl(), RelevanceTable.ddl())
        .map(SqlComments::table)
        .forEach(items::add);
    BigQueryTables.NAMES.forEach(table -> items.add(bigQuery(table)));
    ArchiveTables.NAMES.forEach(table -> items.add(archive(table)));
    return new Catalog(List.copyOf(items));
  }

  /** Everything, topics first. */
  public List<CatalogItem> items() {
    return items;
  }

  /** Those of a name; a topic and a table may bear the same. */
  public List<CatalogItem> named(String name) {
    return items.stream().filter(item -> item.name().equals(name)).toList();
  }

  /** The topic of a name. */
  public Optional<CatalogItem> topic(String name) {
    return named(name).stream().filter(item -> item.kind() == Kind.TOPIC).findFirst();
  }

  /** What holds a word: in its names, tags, owner, use cases and descriptions. */
  public List<CatalogMatch> search(String word) {
    return new CatalogSearch(word).in(items);
  }

  private static CatalogItem topic(String name, CatalogItem users) {
    return TopicSchema.of(name).map(Catalog::topic).orElseGet(() -> topicOfTable(name, users));
  }

  private static CatalogItem topic(TopicSchema schema) {
    return new CatalogItem(
        Kind.TOPIC,
        schema.topic(),
        schema.owner(),
        schema.useCases(),
        schema.description(),
        schema.fields().stream()
            .map(
                field ->
                    new CatalogField(field.path(), field.type(), field.pii(), field.description()))
            .toList());
  }

  /** Debezium writes every column that the connector does not exclude, twice: before and after. */
  private static CatalogItem topicOfTable(String topic, CatalogItem table) {
    Set<String> excluded = excluded();
    return new CatalogItem(
        Kind.TOPIC,
        topic,
        table.owner(),
        List.of("recommendations", "popularity", "analytics"),
        "Changes of the table users, as Debezium writes them. Key: user_id; null after a deletion",
        table.fields().stream()
            .filter(column -> !excluded.contains("public." + table.name() + "." + column.path()))
            .map(
                column ->
                    new CatalogField(
                        "after." + column.path(), "", column.pii(), column.description()))
            .toList());
  }

  private static Set<String> excluded() {
    try {
      return Set.of(
          new ObjectMapper()
              .readTree(UsersTable.connector())
              .path("column.exclude.list")
              .asText()
              .split(","));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the connector that is shipped is no JSON", e);
    }
  }

  private static CatalogItem bigQuery(String table) {
    TableInfo definition = BigQueryTables.definition(ANYWHERE, table);
    List<CatalogField> columns = new ArrayList<>();
    addColumns("", definition.getDefinition().getSchema().getFields(), columns);
    return new CatalogItem(
        Kind.BIGQUERY,
        table,
        definition.getLabels().get("owner"),
        List.of("analytics"),
        definition.getDescription(),
        List.copyOf(columns));
  }

  private static void addColumns(String prefix, FieldList fields, List<CatalogField> columns) {
    for (Field field : fields) {
      CatalogField column =
          PersonalData.column(
              field.getName(), field.getType().getStandardType().name(), field.getDescription());
      columns.add(
          new CatalogField(
              prefix + column.path(), column.type(), column.pii(), column.description()));
      if (field.getSubFields() != null) {
        addColumns(prefix + field.getName() + ".", field.getSubFields(), columns);
      }
    }
  }

  private static CatalogItem archive(String table) {
    Schema schema = ArchiveTables.schema(table);
    return new CatalogItem(
        Kind.ARCHIVE,
        table,
        OURS,
        List.of("training"),
        schema.getDoc() == null ? "Avro files by day" : schema.getDoc(),
        schema.getFields().stream()
            .map(field -> PersonalData.column(field.name(), "", field.doc()))
            .toList());
  }
}
