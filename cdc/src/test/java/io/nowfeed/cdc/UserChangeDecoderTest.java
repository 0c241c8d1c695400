package io.nowfeed.cdc;

import static io.nowfeed.events.DeadLetterReason.WRONG_TYPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.UserAttributes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserChangeDecoderTest {
  private static final String ROW =
      """
      {"user_id":"ann","country":"GB","region":null,"language":"en","birth_year":1990,
       "gender":"f","plan":"free","interests":["sport","news"],
       "created_at":"2026-03-01T12:00:00.000000Z","a_new_column":{"x":1}}""";
  private static final String SOURCE =
      "{\"version\":\"3\",\"snapshot\":\"false\",\"lsn\":4711,\"ts_ms\":1772366400000}";

  @ParameterizedTest
  @CsvSource({"c", "u", "r"})
  void readsARowThatIsThere(String op) throws Exception {
    UserChange change = decode(envelope("null", ROW, op));
    assertThat(change)
        .isEqualTo(
            new UserChange(
                "ann",
                new UserAttributes("GB", null, "en", 1990, "f", "free", List.of("sport", "news")),
                4711,
                1_772_366_400_000L,
                op.equals("r")));
  }

  @Test
  void readsADelete() throws Exception {
    UserChange change = decode(envelope(ROW, "null", "d"));
    assertThat(change).isEqualTo(new UserChange("ann", null, 4711, 1_772_366_400_000L));
    assertThat(change.isTombstone()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"user_id\":null}",
        "{\"user_id\":\"ann\",\"interests\":null,\"birth_year\":null}",
        "{\"user_id\":\"ann\",\"interests\":\"once a text\",\"birth_year\":\"once a text\"}"
      })
  void readsADeleteThatCarriesLittleOfTheOldRow(String before) throws Exception {
    assertThat(decode(envelope(before, "null", "d")))
        .isEqualTo(new UserChange("ann", null, 4711, 1_772_366_400_000L));
  }

  @Test
  void theOldRowTellsWhoWasDeletedRatherThanTheKey() throws Exception {
    byte[] value = envelope("{\"user_id\":\"bob\"}", "null", "d").getBytes(UTF_8);
    assertThat(UserChangeDecoder.decode("a transformed key", value).userId()).isEqualTo("bob");
    assertThat(UserChangeDecoder.decode(null, value).userId()).isEqualTo("bob");
  }

  @Test
  void anUpdateIsReadWhateverTheOldRowLookedLike() throws Exception {
    String before = "{\"user_id\":\"ann\",\"birth_year\":\"once a text\"}";
    assertThat(decode(envelope(before, ROW, "u")).attributes().birthYear()).isEqualTo(1990);
  }

  @Test
  void readsATombstone() throws Exception {
    UserChange change = UserChangeDecoder.decode("ann", null);
    assertThat(change.isTombstone()).isTrue();
    assertThat(change.userId()).isEqualTo("ann");
  }

  @Test
  void aDroppedColumnIsNull() throws Exception {
    UserChange change = decode(envelope("null", "{\"user_id\":\"ann\"}", "u"));
    assertThat(change.attributes())
        .isEqualTo(new UserAttributes(null, null, null, null, null, null, List.of()));
  }

  @Test
  void nullsAreNulls() throws Exception {
    String row =
        "{\"user_id\":\"ann\",\"country\":null,\"birth_year\":null,\"interests\":[null,\"sport\"]}";
    assertThat(decode(envelope("null", row, "u")).attributes())
        .isEqualTo(new UserAttributes(null, null, null, null, null, null, List.of("sport")));
  }

  @ParameterizedTest
  @CsvSource({
    "2010-12-01T08:26:00Z, 1291191960000",
    "2010-12-01T08:26:00.123456Z, 1291191960123",
    "2010-12-01T10:26:00+02:00, 1291191960000",
  })
  void aRowIsTrueSinceItsValidFrom(String validFrom, long expected) throws Exception {
    assertThat(decode(envelope("null", row(validFrom), "u")).asOf()).isEqualTo(expected);
  }

  @Test
  void aRowWithoutValidFromIsTrueSinceItsCommit() throws Exception {
    String row = "{\"user_id\":\"ann\",\"valid_from\":null}";
    assertThat(decode(envelope("null", row, "u")).asOf()).isEqualTo(1_772_366_400_000L);
  }

  @Test
  void aDeleteIsTrueSinceItsCommit() throws Exception {
    UserChange change = decode(envelope(row("2010-12-01T08:26:00Z"), "null", "d"));
    assertThat(change.asOf()).isEqualTo(1_772_366_400_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2010-12-01", "2010-12-01T08:26:00", "infinity"})
  void aWrongValidFromIsMalformed(String validFrom) {
    assertMalformed(
        envelope("null", row(validFrom), "u"), WRONG_TYPE, "field 'after.valid_from': expected");
  }

  @Test
  void aValidFromFarBeyondIsMalformed() {
    String validFrom = "+999999999-12-31T23:59:59Z";
    assertMalformed(envelope("null", row(validFrom), "u"), WRONG_TYPE, "'after.valid_from'");
  }

  @Test
  void aTruncateSaysWhatToDo() {
    assertMalformed(
        envelope("null", "null", "t"), WRONG_TYPE, "field 'op': a TRUNCATE", "tombstone per user");
    assertMalformed(envelope("null", ROW, "m"), WRONG_TYPE, "field 'op': 'c', 'u', 'r' or 'd'");
  }

  @Test
  void namesWhatIsMissing() {
    assertMissing(envelope("null", "null", "c"), "'after'");
    assertMissing(envelope("null", "{}", "c"), "'after.user_id'");
    assertMissing("{\"after\":{}}", "'op'");
    assertMissing("{\"op\":\"c\"}", "'source'");
    assertMissing("{\"op\":\"c\",\"source\":{\"ts_ms\":1}}", "'source.lsn'");
    assertThatExceptionOfType(MalformedEventException.class)
        .isThrownBy(
            () -> UserChangeDecoder.decode(null, envelope("null", "null", "d").getBytes(UTF_8)))
        .withMessageContaining("'before.user_id'");
  }

  private static void assertMissing(String json, String field) {
    assertMalformed(json, DeadLetterReason.MISSING_FIELD, field);
  }

  private static void assertMalformed(String json, DeadLetterReason reason, String... words) {
    assertThatExceptionOfType(MalformedEventException.class)
        .isThrownBy(() -> decode(json))
        .satisfies(e -> assertThat(e).hasMessageContainingAll(words))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static String row(String validFrom) {
    return "{\"user_id\":\"ann\",\"valid_from\":\"" + validFrom + "\"}";
  }

  private static String envelope(String before, String after, String op) {
    return "{\"before\":%s,\"after\":%s,\"source\":%s,\"op\":\"%s\",\"ts_ms\":1}"
        .formatted(before, after, SOURCE, op);
  }

  private static UserChange decode(String json) throws MalformedEventException {
    return UserChangeDecoder.decode("ann", json.getBytes(UTF_8));
  }
}
