package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nowfeed.bigquery.local.ResultType.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultTypeParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "BIGINT                   | INTEGER    | false",
        "HUGEINT                  | INTEGER    | false",
        "DOUBLE                   | FLOAT      | false",
        "DECIMAL(38,9)            | NUMERIC    | false",
        "DECIMAL(29,0)            | NUMERIC    | false",
        "DECIMAL(38,18)           | BIGNUMERIC | false",
        "DECIMAL(38,0)            | BIGNUMERIC | false",
        "TIMESTAMP                | DATETIME   | false",
        "TIMESTAMP WITH TIME ZONE | TIMESTAMP  | false",
        "DATE[]                   | DATE       | true",
        "INTEGER[3]               | INTEGER    | true",
        "ENUM('a', 'b)')          | STRING     | false",
        "ENUM('a', 'b')[]         | STRING     | true",
      })
  void scalarsAndTheirArrays(String duckDb, String bigQuery, boolean repeated) {
    ResultType type = ResultTypeParser.parse(duckDb);
    assertThat(type.name()).isEqualTo(bigQuery);
    assertThat(type.repeated()).isEqualTo(repeated);
  }

  @Test
  void structsNest() {
    ResultType type =
        ResultTypeParser.parse(
            "STRUCT(a BIGINT, \"b \"\"c\"\"\" STRUCT(d DECIMAL(38,9), e TIMESTAMP WITH TIME ZONE)[])");

    assertThat(type.name()).isEqualTo("RECORD");
    assertThat(type.members()).extracting(Member::name).containsExactly("a", "b \"c\"");
    ResultType inner = type.members().get(1).type();
    assertThat(inner.repeated()).isTrue();
    assertThat(inner.members())
        .extracting(member -> member.name() + " " + member.type().name())
        .containsExactly("d NUMERIC", "e TIMESTAMP");
  }

  @Test
  void mapIsARepeatedRecord() {
    ResultType type = ResultTypeParser.parse("MAP(VARCHAR, BIGINT[])");
    assertThat(type.repeated()).isTrue();
    assertThat(type.members())
        .extracting(member -> member.name() + " " + member.type().name())
        .containsExactly("key STRING", "value INTEGER");
  }

  @Test
  void arraysOfArraysAreNoBigQueryType() {
    assertThatExceptionOfType(RestRefusal.class)
        .isThrownBy(() -> ResultTypeParser.parse("BIGINT[][]"));
  }
}
