package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import com.google.cloud.bigquery.storage.v1.JsonStreamWriter;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** STRING(L), BYTES(L), NUMERIC(P, S) and BIGNUMERIC(P, S), by the official clients. */
class LimitsITCase {
  private static final StandardSQLTypeName STRING = StandardSQLTypeName.STRING;
  private static final StandardSQLTypeName NUMERIC = StandardSQLTypeName.NUMERIC;
  private static final String KEYS = "SELECT key FROM analytics.limits ORDER BY key";

  @TempDir private Path dir;
  private LocalBigQuery server;
  private OfficialClients clients;
  private String table;

  @BeforeEach
  void start() throws Exception {
    server = LocalBigQuery.start(dir, 0, 0);
    clients = OfficialClients.of(server);
    table =
        clients.createTable(
            "limits",
            Field.newBuilder("key", STRING).setMode(Field.Mode.REQUIRED).build(),
            text(3),
            Field.newBuilder("raw", StandardSQLTypeName.BYTES).setMaxLength(2L).build(),
            decimal("price", NUMERIC, 5, 2),
            decimal("whole", NUMERIC, 3, 0),
            decimal("fine", StandardSQLTypeName.BIGNUMERIC, 12, 10),
            Field.newBuilder("tags", STRING).setMode(Field.Mode.REPEATED).setMaxLength(1L).build(),
            Field.of("origin", StandardSQLTypeName.STRUCT, text(3)));
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    server.close();
  }

  private static Field text(long length) {
    return Field.newBuilder("text", STRING).setMaxLength(length).build();
  }

  private static Field decimal(String name, StandardSQLTypeName type, long precision, long scale) {
    return Field.newBuilder(name, type).setPrecision(precision).setScale(scale).build();
  }

  @Test
  void definitionIsKept() {
    assertThat(fields(clients.rest().getTable(TableId.of(OfficialClients.DATASET, "limits"))))
        .filteredOn(field -> field.getMaxLength() != null || field.getPrecision() != null)
        .extracting(Field::getName, Field::getMaxLength, Field::getPrecision, Field::getScale)
        .containsExactly(
            tuple("text", 3L, null, null),
            tuple("raw", 2L, null, null),
            tuple("price", null, 5L, 2L),
            tuple("whole", null, 3L, 0L),
            tuple("fine", null, 12L, 10L),
            tuple("tags", 1L, null, null));
    WriteStream stream = clients.stream(table + "/streams/_default");
    assertThat(stream.getTableSchema().getFields(1).getMaxLength()).isEqualTo(3);
    assertThat(stream.getTableSchema().getFields(3).getPrecision()).isEqualTo(5);
  }

  @Test
  void whatFitsIsStored() throws Exception {
    append(
        table,
        row("a").put("text", "añ😀").put("raw", ByteString.copyFrom(new byte[] {1, 2})),
        row("b").put("price", "-999.99").put("whole", "999").put("fine", "99.0123456789"));

    List<FieldValueList> rows =
        clients.query("SELECT text, price, whole, fine FROM analytics.limits ORDER BY key");
    assertThat(rows.get(0).get(0).getStringValue()).isEqualTo("añ😀");
    assertThat(rows.get(1).get(1).getNumericValue()).isEqualByComparingTo("-999.99");
    assertThat(rows.get(1).get(2).getNumericValue()).isEqualByComparingTo("999");
    assertThat(rows.get(1).get(3).getNumericValue()).isEqualByComparingTo("99.0123456789");
  }

  @Test
  void digitsBeyondTheScaleAreRoundedHalfAwayFromZero() throws Exception {
    append(table, row("a").put("price", "1.005").put("whole", "-2.5"));
    FieldValueList row = clients.query("SELECT price, whole FROM analytics.limits").get(0);
    assertThat(row.get(0).getNumericValue()).isEqualByComparingTo("1.01");
    assertThat(row.get(1).getNumericValue()).isEqualByComparingTo("-3");
  }

  @Test
  void oneRowThatDoesNotFitRefusesTheWholeAppend() throws Exception {
    for (WriteStream.Type type : List.of(WriteStream.Type.BUFFERED, WriteStream.Type.COMMITTED)) {
      String stream = clients.createStream(table, type).getName();
      assertThat(
              refused(stream, row("a"), row("b").put("text", "four"), row("c").put("text", "abc")))
          .containsOnlyKeys(1)
          .hasEntrySatisfying(
              1,
              message ->
                  assertThat(message)
                      .contains("root.text", "STRING(3) has maximum length 3", "length 4"));
      assertThat(clients.write().finalizeWriteStream(stream).getRowCount()).isZero();
    }
    assertThat(clients.query(KEYS)).isEmpty();
  }

  @Test
  void defaultStreamNamesEveryRowThatDoesNotFit() throws Exception {
    Map<Integer, String> errors =
        refused(
            table,
            row("a").put("raw", ByteString.copyFrom(new byte[] {1, 2, 3})),
            row("b"),
            row("c").put("price", "999.995"),
            row("d").put("whole", "-1000"),
            row("e").put("fine", "100"),
            row("f").put("tags", new JSONArray(List.of("x", "yy"))),
            row("g").put("origin", new JSONObject().put("text", "four")));
    assertThat(errors).containsOnlyKeys(0, 2, 3, 4, 5, 6);
    assertThat(errors.get(0)).contains("root.raw", "BYTES(2)", "length 3");
    assertThat(errors.get(2)).contains("root.price", "NUMERIC(5, 2)", "not in range: 999.995");
    assertThat(errors.get(3)).contains("root.whole", "NUMERIC(3, 0)");
    assertThat(errors.get(4)).contains("root.fine", "BIGNUMERIC(12, 10)");
    assertThat(errors.get(5)).contains("root.tags", "STRING(1)");
    assertThat(errors.get(6)).contains("root.origin.text", "STRING(3)");
    assertThat(clients.query(KEYS)).isEmpty();
  }

  @Test
  void aDecimalMayHaveNoDigitBeforeThePoint() throws Exception {
    clients.createTable(
        "rates",
        decimal("rate", NUMERIC, 2, 2),
        decimal("fine", StandardSQLTypeName.BIGNUMERIC, 12, 12));
    String rates = table.replace("limits", "rates");

    append(rates, new JSONObject().put("rate", "-0.99").put("fine", "0.000000000001"));

    FieldValueList row = clients.query("SELECT rate, fine FROM analytics.rates").get(0);
    assertThat(row.get(0).getNumericValue()).isEqualByComparingTo("-0.99");
    assertThat(row.get(1).getNumericValue()).isEqualByComparingTo("0.000000000001");
    assertThat(refused(rates, new JSONObject().put("rate", "0.995")).get(0))
        .contains("NUMERIC(2, 2)");
  }

  @Test
  void limitsMayBeWidenedNotNarrowed() throws Exception {
    clients.createTable("words", text(3));
    assertThatExceptionOfType(BigQueryException.class)
        .isThrownBy(() -> change("words", text(2)))
        .withMessageContaining("Narrowing");
    change("words", text(4));
    String words = table.replace("limits", "words");
    append(words, new JSONObject().put("text", "four"));
    assertThat(clients.query("SELECT text FROM analytics.words")).hasSize(1);
    change("words", Field.of("text", STRING));
    append(words, new JSONObject().put("text", "fives"));
    assertThat(clients.query("SELECT text FROM analytics.words")).hasSize(2);
  }

  @Test
  void limitsATypeDoesNotTakeAreRefused() {
    for (Field column :
        List.of(
            Field.newBuilder("c", StandardSQLTypeName.INT64).setMaxLength(3L).build(),
            decimal("c", STRING, 5, 2),
            decimal("c", NUMERIC, 30, 0),
            decimal("c", NUMERIC, 12, 10),
            decimal("c", NUMERIC, 2, 3),
            Field.newBuilder("c", NUMERIC).setScale(2L).build())) {
      assertThatExceptionOfType(BigQueryException.class)
          .isThrownBy(() -> clients.createTable("bad", column))
          .withMessageContaining("Field c of type " + column.getType().getStandardType());
    }
  }

  private void change(String name, Field column) {
    Table present = clients.rest().getTable(TableId.of(OfficialClients.DATASET, name));
    present.toBuilder()
        .setDefinition(StandardTableDefinition.of(Schema.of(column)))
        .build()
        .update();
  }

  private static List<Field> fields(Table read) {
    return read.<StandardTableDefinition>getDefinition().getSchema().getFields();
  }

  private static JSONObject row(String key) {
    return new JSONObject().put("key", key);
  }

  private void append(String stream, JSONObject... rows) throws Exception {
    try (JsonStreamWriter writer = JsonStreamWriter.newBuilder(stream, clients.write()).build()) {
      writer.append(new JSONArray(List.of(rows))).get(20, TimeUnit.SECONDS);
    }
  }

  /** What is wrong with which row of an append. */
  private Map<Integer, String> refused(String stream, JSONObject... rows) throws Exception {
    try {
      append(stream, rows);
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(Exceptions.AppendSerializationError.class);
      return ((Exceptions.AppendSerializationError) e.getCause()).getRowIndexToErrorMessage();
    }
    throw new AssertionError("The append was not refused");
  }
}
