package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.PrimaryKey;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableConstraints;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import com.google.cloud.bigquery.storage.v1.JsonStreamWriter;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** UPSERT and DELETE by primary key, sent by JsonStreamWriter. */
class ChangesITCase {
  private static final String ROWS = "SELECT country, id, name FROM analytics.users ORDER BY 1, 2";

  @TempDir private Path dir;
  private LocalBigQuery server;
  private OfficialClients clients;
  private String table;

  @BeforeEach
  void start() throws Exception {
    server = LocalBigQuery.start(dir, 0, 0);
    clients = OfficialClients.of(server);
    table = createUsers("users", List.of("country", "id"));
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    server.close();
  }

  @Test
  void primaryKeyIsGivenBack() {
    Table read = clients.rest().getTable(TableId.of(OfficialClients.DATASET, "users"));
    assertThat(read.getTableConstraints().getPrimaryKey().getColumns())
        .containsExactly("country", "id");
  }

  @Test
  void laterChangesOfAKeyReplaceEarlierOnes() throws Exception {
    append(upsert("GB", 1, "Ann"), upsert("NZ", 1, "Bob"), upsert("GB", 2, "Cy"));
    append(upsert("GB", 1, "Anna"), delete("NZ", 1));
    assertThat(rows()).containsExactly("GB 1 Anna", "GB 2 Cy");

    append(upsert("NZ", 1, "Bo"), upsert("NZ", 1, "Bobby"), delete("GB", 2), delete("GB", 9));
    assertThat(rows()).containsExactly("GB 1 Anna", "NZ 1 Bobby");
  }

  @Test
  void theLargerSequenceNumberWinsWhateverTheArrival() throws Exception {
    append(upsert("GB", 1, "new", "B/1"), upsert("GB", 2, "only", "1"));
    append(upsert("GB", 1, "old", "a/ffffffffffffffff"), upsert("GB", 2, "next", "A"));
    assertThat(rows()).containsExactly("GB 1 new", "GB 2 next");

    append(upsert("GB", 1, "newer", "c"), upsert("GB", 1, "between", "B/2"));
    assertThat(rows()).containsExactly("GB 1 newer", "GB 2 next");
  }

  @Test
  void atTheSameSequenceNumberTheLaterArrivalWins() throws Exception {
    append(upsert("GB", 1, "first", "5"));
    append(upsert("GB", 1, "second", "0005/0"));
    append(upsert("GB", 2, "first", "5"), upsert("GB", 2, "second", "5"));
    assertThat(rows()).containsExactly("GB 1 second", "GB 2 second");
  }

  @Test
  void aChangeWithoutANumberCountsOverAllBeforeItAndAnyNumberAfterIt() throws Exception {
    append(upsert("GB", 1, "numbered", "9"));
    append(upsert("GB", 1, "bare"));
    assertThat(rows()).containsExactly("GB 1 bare");
    append(upsert("GB", 1, "numbered again", "1"));
    assertThat(rows()).containsExactly("GB 1 numbered again");
  }

  @Test
  void rowsWithoutAChangeTypeAreAddedWhateverTheirKey() throws Exception {
    append(upsert("GB", 1, "Ann"));
    try (JsonStreamWriter plain = JsonStreamWriter.newBuilder(table, clients.write()).build()) {
      JSONArray rows = new JSONArray().put(change("GB", 1).put("name", "Bob"));
      plain.append(rows).get(20, TimeUnit.SECONDS);
    }
    assertThat(rows()).containsExactlyInAnyOrder("GB 1 Ann", "GB 1 Bob");
    append(delete("GB", 1));
    assertThat(rows()).isEmpty();
  }

  @Test
  void aDeleteIsNotUndoneByAnOlderUpsert() throws Exception {
    append(upsert("GB", 1, "Ann", "1"), delete("GB", 1, "3"));
    append(upsert("GB", 1, "Anna", "2"));
    assertThat(rows()).isEmpty();
    append(upsert("GB", 1, "Anne", "4"));
    append(delete("GB", 1, "2"));
    assertThat(rows()).containsExactly("GB 1 Anne");
  }

  @Test
  void changesAndTheirNumbersSurviveAKill() throws Exception {
    ServerProcess first = ServerProcess.fork(dir.resolve("killed"));
    try (OfficialClients before = first.clients()) {
      createUsers(before, "users", List.of("country", "id"));
      append(before, upsert("GB", 1, "Ann", "5"), upsert("GB", 2, "Bob", "5"));
      append(before, delete("GB", 2, "6"));
    } finally {
      first.kill();
    }
    ServerProcess second = ServerProcess.fork(dir.resolve("killed"));
    try (OfficialClients after = second.clients()) {
      append(after, upsert("GB", 1, "old", "4"), upsert("GB", 2, "old", "5"));
      assertThat(rows(after)).containsExactly("GB 1 Ann");
      append(after, upsert("GB", 1, "Anna", "7"));
      assertThat(rows(after)).containsExactly("GB 1 Anna");
    } finally {
      second.kill();
    }
  }

  @Test
  void aTableOfTheSameNameStartsAnew() throws Exception {
    append(upsert("GB", 1, "Ann", "FF"));
    clients.rest().delete(TableId.of(OfficialClients.DATASET, "users"));
    createUsers("users", List.of("country", "id"));
    append(upsert("GB", 1, "Bob", "1"));
    assertThat(rows()).containsExactly("GB 1 Bob");
  }

  @Test
  void keysOfNullAreKeysToo() throws Exception {
    append(upsert(null, 1, "Ann"), upsert("GB", 1, "Bob"));
    append(upsert(null, 1, "Anna"));
    assertThat(rows()).containsExactlyInAnyOrder("GB 1 Bob", "null 1 Anna");
    append(delete(null, 1));
    assertThat(rows()).containsExactly("GB 1 Bob");
  }

  @Test
  void badChangesAreRowErrorsAndNothingIsChanged() throws Exception {
    append(upsert("GB", 1, "Ann", "1"));
    Exceptions.AppendSerializationError refused =
        refused(
            table,
            upsert("GB", 1, "Anna", "2"),
            upsert("GB", 1, "x", "1/2/3/4/5"),
            upsert("GB", 1, "y").put("_CHANGE_TYPE", "INSERT"),
            new JSONObject().put("country", "GB").put("id", 3));
    assertThat(refused.getRowIndexToErrorMessage()).containsOnlyKeys(1, 2, 3);
    assertThat(refused.getRowIndexToErrorMessage().get(1)).contains("1/2/3/4/5");
    assertThat(refused.getRowIndexToErrorMessage().get(2)).contains("CHANGE_TYPE: \"INSERT\"");
    assertThat(rows()).containsExactly("GB 1 Ann");
  }

  @Test
  void changesGoToTheDefaultStreamOnly() throws Exception {
    for (WriteStream.Type type : List.of(WriteStream.Type.COMMITTED, WriteStream.Type.BUFFERED)) {
      String stream = clients.createStream(table, type).getName();
      assertThat(refused(stream, upsert("GB", 1, "Ann")).getRowIndexToErrorMessage())
          .hasEntrySatisfying(
              0,
              message ->
                  assertThat(message).contains("not a valid CHANGE_TYPE in insert mode: UPSERT"));
    }
    assertThat(rows()).isEmpty();
  }

  @Test
  void changesNeedAPrimaryKey() {
    String keyless = createUsers("keyless", List.of());
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> append(clients, keyless, upsert("GB", 1, "Ann")))
        .matches(refused -> Status.fromThrowable(refused).getCode() == Status.Code.INVALID_ARGUMENT)
        .withMessageContaining("needs a primary key");
  }

  @Test
  void keysThatCannotBeAreRefused() {
    for (List<String> key : List.of(List.of("nope"), List.of("id", "ID"), List.of("score"))) {
      assertThatExceptionOfType(BigQueryException.class)
          .isThrownBy(() -> createUsers("bad", key))
          .withMessageContaining(key.get(key.size() - 1));
    }
  }

  private String createUsers(String name, List<String> key) {
    return createUsers(clients, name, key);
  }

  private static String createUsers(OfficialClients clients, String name, List<String> key) {
    StandardTableDefinition definition =
        StandardTableDefinition.of(
            Schema.of(
                Field.of("country", StandardSQLTypeName.STRING),
                Field.of("id", StandardSQLTypeName.INT64),
                Field.of("name", StandardSQLTypeName.STRING),
                Field.of("score", StandardSQLTypeName.FLOAT64)));
    TableInfo.Builder info =
        TableInfo.newBuilder(TableId.of(OfficialClients.DATASET, name), definition);
    if (!key.isEmpty()) {
      PrimaryKey primaryKey = PrimaryKey.newBuilder().setColumns(key).build();
      info.setTableConstraints(TableConstraints.newBuilder().setPrimaryKey(primaryKey).build());
    }
    if (clients.rest().getDataset(OfficialClients.DATASET) == null) {
      clients.rest().create(DatasetInfo.of(OfficialClients.DATASET));
    }
    clients.rest().create(info.build());
    return "projects/%s/datasets/%s/tables/%s"
        .formatted(OfficialClients.PROJECT, OfficialClients.DATASET, name);
  }

  private static JSONObject upsert(String country, long id, String name) {
    return change(country, id).put("name", name).put("_CHANGE_TYPE", "UPSERT");
  }

  private static JSONObject upsert(String country, long id, String name, String sequence) {
    return upsert(country, id, name).put("_CHANGE_SEQUENCE_NUMBER", sequence);
  }

  private static JSONObject delete(String country, long id) {
    return change(country, id).put("_CHANGE_TYPE", "DELETE");
  }

  private static JSONObject delete(String country, long id, String sequence) {
    return delete(country, id).put("_CHANGE_SEQUENCE_NUMBER", sequence);
  }

  private static JSONObject change(String country, long id) {
    return new JSONObject().put("country", country).put("id", id);
  }

  private void append(JSONObject... rows) throws Exception {
    append(clients, rows);
  }

  private static void append(OfficialClients clients, JSONObject... rows) throws Exception {
    append(
        clients,
        "projects/%s/datasets/%s/tables/users"
            .formatted(OfficialClients.PROJECT, OfficialClients.DATASET),
        rows);
  }

  private static void append(OfficialClients clients, String stream, JSONObject... rows)
      throws Exception {
    try (JsonStreamWriter writer =
        JsonStreamWriter.newBuilder(stream, schema(), clients.write()).build()) {
      writer.append(new JSONArray(List.of(rows))).get(20, TimeUnit.SECONDS);
    }
  }

  /** The table's columns a change here has, and the pseudo-columns. */
  private static TableSchema schema() {
    return TableSchema.newBuilder()
        .addFields(column("country", TableFieldSchema.Type.STRING))
        .addFields(column("id", TableFieldSchema.Type.INT64))
        .addFields(column("name", TableFieldSchema.Type.STRING))
        .addFields(column("_CHANGE_TYPE", TableFieldSchema.Type.STRING))
        .addFields(column("_CHANGE_SEQUENCE_NUMBER", TableFieldSchema.Type.STRING))
        .build();
  }

  private static TableFieldSchema column(String name, TableFieldSchema.Type type) {
    return TableFieldSchema.newBuilder()
        .setName(name)
        .setType(type)
        .setMode(TableFieldSchema.Mode.NULLABLE)
        .build();
  }

  private Exceptions.AppendSerializationError refused(String stream, JSONObject... rows)
      throws Exception {
    try {
      append(clients, stream, rows);
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(Exceptions.AppendSerializationError.class);
      return (Exceptions.AppendSerializationError) e.getCause();
    }
    throw new AssertionError("The append was not refused");
  }

  private List<String> rows() throws InterruptedException {
    return rows(clients);
  }

  private static List<String> rows(OfficialClients clients) throws InterruptedException {
    return clients.query(ROWS).stream()
        .map(
            row ->
                row.get(0).getValue() + " " + row.get(1).getValue() + " " + row.get(2).getValue())
        .toList();
  }
}
