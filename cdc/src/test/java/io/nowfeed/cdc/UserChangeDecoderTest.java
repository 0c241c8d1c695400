package io.nowfeed.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.UserAttributes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                1_772_366_400_000L));
  }

  @Test
  void readsADelete() throws Exception {
    UserChange change = decode(envelope(ROW, "null", "d"));
    assertThat(change).isEqualTo(new UserChange("ann", null, 4711, 1_772_366_400_000L));
    assertThat(change.isTombstone()).isFalse();
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
  void namesWhatIsMissing() {
    assertMissing(envelope("null", "null", "c"), "'after'");
    assertMissing(envelope("null", ROW, "d"), "'before'");
    assertMissing(envelope("null", "{}", "c"), "'after.user_id'");
    assertMissing("{\"after\":{}}", "'op'");
    assertMissing("{\"op\":\"c\"}", "'source'");
  }

  private static void assertMissing(String json, String field) {
    assertThatExceptionOfType(MalformedEventException.class)
        .isThrownBy(() -> decode(json))
        .withMessageContaining(field)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(DeadLetterReason.MISSING_FIELD));
  }

  private static String envelope(String before, String after, String op) {
    return "{\"before\":%s,\"after\":%s,\"source\":%s,\"op\":\"%s\",\"ts_ms\":1}"
        .formatted(before, after, SOURCE, op);
  }

  private static UserChange decode(String json) throws MalformedEventException {
    return UserChangeDecoder.decode("ann", json.getBytes(StandardCharsets.UTF_8));
  }
}
