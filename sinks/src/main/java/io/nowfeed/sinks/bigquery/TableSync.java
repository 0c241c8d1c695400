package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TableInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Brings a dataset to what Nowfeed defines: {@link BigQueryTables} and {@link BigQueryViews}.
 * Nothing is ever taken away, and no row rewritten. Running it twice changes nothing more.
 */
public final class TableSync {
  private final BigQueryConnection connection;
  private final BigQuery client;

  /**
   * Opens a client.
   *
   * @throws IOException if the credentials cannot be read
   */
  public TableSync(BigQueryConnection connection) throws IOException {
    this.connection = connection;
    this.client = connection.restClient();
  }

  /**
   * What was done.
   *
   * @param done what was created and changed, in words
   * @param left what still differs
   */
  public record Result(List<String> done, List<TableDifference> left) {}

  /**
   * What differs now.
   *
   * @throws IOException if BigQuery cannot be reached or refuses; the text says what was attempted
   */
  public List<TableDifference> diff() throws IOException {
    List<TableDifference> found = new ArrayList<>();
    String dataset = connection.project() + "." + connection.dataset();
    if (ask("read dataset " + dataset, () -> client.getDataset(datasetId())) == null) {
      found.add(TableDifference.mendable("dataset " + dataset + " is missing"));
    }
    for (TableInfo wanted : definitions()) {
      TableInfo present = present(wanted);
      if (present == null) {
        found.add(TableDifference.mendable(display(wanted) + " is missing"));
      } else {
        found.addAll(TableComparison.compare(wanted, present));
      }
    }
    return found;
  }

  /**
   * Creates what is missing, and puts right what can be.
   *
   * @param location where a new dataset is to be, such as EU; null for BigQuery's default
   * @throws IOException if BigQuery cannot be reached or refuses; the text says what was attempted
   */
  public Result create(String location) throws IOException {
    List<String> done = new ArrayList<>();
    BigQueryTables.createMissing(connection, location)
        .forEach(table -> done.add("created table " + table));
    List<TableDifference> left = new ArrayList<>();
    for (TableInfo wanted : definitions()) {
      try {
        make(wanted, done);
      } catch (IOException e) {
        // A view of a column that a table has otherwise: the others do not depend on it.
        left.add(TableDifference.lasting(e.getMessage()));
      }
    }
    left.addAll(diff());
    return new Result(done, left);
  }

  private void make(TableInfo wanted, List<String> done) throws IOException {
    TableInfo present = present(wanted);
    if (present == null) {
      ask("create " + display(wanted), () -> client.create(wanted));
      done.add("created " + display(wanted));
    } else {
      mend(wanted, present, done);
    }
  }

  private void mend(TableInfo wanted, TableInfo present, List<String> done) throws IOException {
    List<String> mendable =
        TableComparison.compare(wanted, present).stream()
            .filter(TableDifference::mendable)
            .map(TableDifference::text)
            .toList();
    if (!mendable.isEmpty()) {
      TableInfo mended = TableComparison.mended(wanted, present);
      ask("change " + display(wanted), () -> client.update(mended));
      mendable.forEach(difference -> done.add("put right: " + difference));
    }
  }

  /** Views last, for they read the tables. */
  private List<TableInfo> definitions() {
    return Stream.concat(
            BigQueryTables.NAMES.stream()
                .map(table -> BigQueryTables.definition(connection, table)),
            BigQueryViews.NAMES.stream().map(view -> BigQueryViews.definition(connection, view)))
        .toList();
  }

  private TableInfo present(TableInfo wanted) throws IOException {
    return ask("read " + display(wanted), () -> client.getTable(wanted.getTableId()));
  }

  private DatasetId datasetId() {
    return DatasetId.of(connection.project(), connection.dataset());
  }

  private static String display(TableInfo table) {
    TableDefinition definition = table.getDefinition();
    String kind = definition.getType().name().toLowerCase(Locale.ROOT);
    return kind + " " + table.getTableId().getTable();
  }

  /** A call of the client. */
  private interface Call<T> {
    T run();
  }

  private static <T> T ask(String what, Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (BigQueryException e) {
      throw new IOException("Cannot " + what + " in BigQuery: " + e.getMessage(), e);
    }
  }
}
