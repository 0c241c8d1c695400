package io.nowfeed.sinks.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.sinks.MappedSink;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQuerySink;
import io.nowfeed.sinks.jdbc.ActiveUsersTable;
import io.nowfeed.sinks.jdbc.PopularityTable;
import io.nowfeed.sinks.jdbc.RelevanceTable;
import io.nowfeed.sinks.kafka.KafkaSinks;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.junit.jupiter.api.Test;

/** What a sink writes it tells Flink, whatever it is wrapped in. */
class SinksReportTest {
  private static final String URL = "jdbc:postgresql://db:5432/feed";
  private static final BigQueryConnection BIG_QUERY = BigQueryConnection.google("p", "d");

  /** A row. */
  public record Row(String name) {}

  @Test
  void aSinkOfBigQueryReportsItsTable() {
    assertThat(reported(BigQuerySink.builder(BIG_QUERY, "rows", Row.class).build()))
        .containsExactly("bigquery p.d.rows");
  }

  @Test
  void aSinkOfBigQueryReportsWhereRefusedRowsGoBehindItsTable() {
    Properties kafka = new Properties();
    kafka.setProperty("bootstrap.servers", "broker:9092");
    Sink<DeadLetter> letters =
        new KafkaSinks(kafka, "t", Duration.ofMinutes(1)).deadLettersAtLeastOnce("dead-letters");

    Sink<Row> sink =
        BigQuerySink.builder(BIG_QUERY, "rows", Row.class)
            .setRefusedRows(new MappedSink<>(refused -> null, letters))
            .build();

    assertThat(reported(sink))
        .containsExactly("bigquery p.d.rows", "kafka://broker:9092 dead-letters");
  }

  @Test
  void sinksOfPostgresReportTheTablesTheyWrite() {
    assertThat(reported(PopularityTable.sink(URL, "u", "")))
        .containsExactly("postgres://db:5432 feed.public.popularity_boards");
    assertThat(reported(ActiveUsersTable.sink(URL, "u", "")))
        .containsExactly("postgres://db:5432 feed.public.active_user_states");
    assertThat(reported(RelevanceTable.sink(URL, "u", "")))
        .containsExactly("postgres://db:5432 feed.public.relevance");
  }

  @Test
  void theTablesOfPostgresAreThoseOfTheirDefinitions() {
    assertThat(PopularityTable.ddl()).contains("CREATE TABLE IF NOT EXISTS popularity_boards (");
    assertThat(ActiveUsersTable.ddl()).contains("CREATE TABLE IF NOT EXISTS active_user_states (");
    assertThat(RelevanceTable.ddl()).contains("CREATE TABLE IF NOT EXISTS relevance (");
  }

  @Test
  void aSinkThatReportsNothingDoesSoBehindAnotherToo() {
    Sink<Row> silent = context -> null;
    assertThat(reported(new MappedSink<Row, Row>(row -> row, silent))).isEmpty();
  }

  private static List<String> reported(Object sink) {
    return Datasets.of(sink).stream()
        .map(dataset -> dataset.namespace() + " " + dataset.name())
        .toList();
  }
}
