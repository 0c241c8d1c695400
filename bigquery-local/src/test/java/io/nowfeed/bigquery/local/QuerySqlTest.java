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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "SELECT SAFE_DIVIDE(a, b)                | SELECT _nowfeed.SAFE_DIVIDE(a, b)",
        "SELECT safe_divide (a, b)               | SELECT _nowfeed.safe_divide (a, b)",
        "SELECT safe_divide FROM d.t             | SELECT safe_divide FROM d.t",
        "SELECT x.safe_divide(a, b)              | SELECT x.safe_divide(a, b)",
        "SELECT TIMESTAMP_TRUNC(t, HOUR)         | SELECT _nowfeed.TIMESTAMP_TRUNC(t, 'HOUR')",
        "SELECT TIMESTAMP_TRUNC(f(t, day), day ) | SELECT _nowfeed.TIMESTAMP_TRUNC(f(t, day), 'day' )",
        "SELECT COALESCE(t, hour)                | SELECT COALESCE(t, hour)",
        "SELECT q[OFFSET(50)], offset            | SELECT q[1 + (50)], offset",
        "SELECT 1 FROM t LIMIT 1 OFFSET (2)      | SELECT 1 FROM t LIMIT 1 OFFSET (2)",
        "SELECT x.a FROM t, UNNEST(t.i) AS x     | SELECT x.a FROM t, UNNEST(t.i) AS x(x)",
        "SELECT 1 FROM t JOIN UNNEST(f(i)) as x  | SELECT 1 FROM t JOIN UNNEST(f(i)) as x(x)",
        "SELECT 1 FROM t, UNNEST(i) AS x (y)     | SELECT 1 FROM t, UNNEST(i) AS x (y)",
        "SELECT UNNEST(i) AS x FROM t            | SELECT UNNEST(i) AS x FROM t",
        "SELECT (SELECT 1 FROM t), UNNEST(i) AS x | SELECT (SELECT 1 FROM t), UNNEST(i) AS x",
        "SELECT ')', SAFE_DIVIDE(')', 1)) ;      | SELECT ')', _nowfeed.SAFE_DIVIDE(')', 1))",
      })
  void wordsOfGoogleSqlBecomeDuckDbs(String google, String duckDb) {
    assertThat(QuerySql.translate(google, DATASETS).strip()).isEqualTo(duckDb);
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
