package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeSequenceTest {
  @ParameterizedTest
  @CsvSource({
    "77,ABC",
    "B,ABC",
    "9,a",
    "FFF/B,FFF/ABC",
    "BA/FFFFFFFF,ABC",
    "0/0/0/0,0/0/0/1",
    "1,1/1",
    "FFFFFFFFFFFFFFFE,FFFFFFFFFFFFFFFF/0/0/0",
  })
  void sortsSectionBySectionAsNumbers(String smaller, String larger) {
    assertThat(ChangeSequence.sortable(smaller)).isLessThan(ChangeSequence.sortable(larger));
  }

  @Test
  void neitherCaseNorZerosInFrontNorSectionsThatAreMissingMatter() {
    String number = ChangeSequence.sortable("ABC/1");
    assertThat(ChangeSequence.sortable("0abc/01/0")).isEqualTo(number);
    assertThat(ChangeSequence.sortable("ABC/1/0/0")).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "G", "-1", "1/", "/1", "1//2", "1/2/3/4/5", "12345678901234567", "0x1"})
  void anythingElseIsRefused(String text) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> ChangeSequence.sortable(text))
        .withMessageContaining("_CHANGE_SEQUENCE_NUMBER \"" + text + "\"");
  }
}
