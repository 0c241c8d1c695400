package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuerySqlTest {
  private static final List<DatasetName> DATASETS =
      List.of(new DatasetName("my-project", "ds"), new DatasetName("plain", "other"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "SELECT 1                                   | SELECT 1",
        "SELECT 1 ;                                 | SELECT 1",
        "FROM `ds.t`                                | FROM \"ds\".\"t\"",
        "FROM `my-project.ds.t`                     | FROM \"ds\".\"t\"",
        "FROM `my-project`.`ds`.`t`                 | FROM \"ds\".\"t\"",
        "FROM `my-project`.ds.t                     | FROM ds.t",
        "FROM my-project.ds.t                       | FROM ds.t",
        "FROM my-project.`ds.t`                     | FROM \"ds\".\"t\"",
        "FROM plain.other.t, ds.t                   | FROM other.t, ds.t",
        "FROM plain.ds.t                            | FROM plain.ds.t",
        "SELECT a.plain.other.t FROM ds.t           | SELECT a.plain.other.t FROM ds.t",
        "SELECT 'plain.other.t; `x`' FROM ds.t      | SELECT 'plain.other.t; `x`' FROM ds.t",
        "SELECT 'it''s `x`' FROM ds.t               | SELECT 'it''s `x`' FROM ds.t",
        "SELECT \"a`b\" FROM ds.t                   | SELECT \"a`b\" FROM ds.t",
        "SELECT 1 /* ; `x` */ + 1                   | SELECT 1   + 1",
        "SELECT `a \"b` FROM ds.t                   | SELECT \"a \"\"b\" FROM ds.t",
        "WITH x AS (SELECT 1) SELECT * FROM x       | WITH x AS (SELECT 1) SELECT * FROM x",
        "(SELECT 1) ORDER BY #1                     | (SELECT 1) ORDER BY #1",
      })
  void namesBecomeDuckDbs(String bigQuery, String duckDb) {
    assertThat(QuerySql.translate(bigQuery, DATASETS).strip()).isEqualTo(duckDb);
  }

  @Test
  void commentsAreSteppedOver() {
    String sql = "#standardSQL\nSELECT 1 -- it's `one`; yes\n, 2";
    assertThat(QuerySql.translate(sql, DATASETS)).isEqualTo(" \nSELECT 1  \n, 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO ds.t VALUES (1)",
        "DROP TABLE ds.t",
        "  /* SELECT */ delete FROM ds.t",
        "COPY ds.t TO 'x'",
        "SET threads = 1",
        "SELECT 1; DROP TABLE ds.t",
        "SELECT 'unclosed",
        "SELECT `unclosed",
        "",
      })
  void whatIsNoSingleQueryIsRefused(String sql) {
    assertThatExceptionOfType(RestRefusal.class)
        .isThrownBy(() -> QuerySql.translate(sql, DATASETS))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(400))
        .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo("invalidQuery"));
  }
}
