package io.nowfeed.events;

import static io.nowfeed.events.DeadLetterReason.EMPTY_VALUE;
import static io.nowfeed.events.DeadLetterReason.IMPLAUSIBLE_TIMESTAMP;
import static io.nowfeed.events.DeadLetterReason.MISSING_FIELD;
import static io.nowfeed.events.DeadLetterReason.NOT_JSON;
import static io.nowfeed.events.DeadLetterReason.UNKNOWN_ACTION;
import static io.nowfeed.events.DeadLetterReason.WRONG_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventDecoderTest {
  private static final String GOOD =
      "{\"event_id\":\"i-1\",\"user_id\":\"ann\",\"content_id\":\"c-1\",\"action\":\"like\",\"ts\":1772366400000}";

  @Test
  void readsAnInteraction() throws Exception {
    assertThat(EventDecoder.interaction(Fixtures.bytes(GOOD)))
        .isEqualTo(
            new Interaction(
                "i-1", "ann", null, null, "c-1", Action.LIKE, 1_772_366_400_000L, null));
  }

  @Test
  void ignoresFieldsItDoesNotKnow() throws Exception {
    String more = GOOD.replace("{\"event", "{\"new\":{\"deep\":[1,{}]},\"event");
    assertThat(EventDecoder.interaction(Fixtures.bytes(more)).eventId()).isEqualTo("i-1");
  }

  @Test
  void takesCharactersBeyondSixteenBits() throws Exception {
    String smile = GOOD.replace("c-1", "\\ud83d\\ude00\uD83D\uDE00");
    assertThat(EventDecoder.interaction(Fixtures.bytes(smile)).contentId())
        .isEqualTo("\uD83D\uDE00\uD83D\uDE00");
  }

  @Test
  void aNullInAnArraySaysNothing() throws Exception {
    ContentItem item =
        EventDecoder.content(
            Fixtures.bytes("{\"content_id\":\"c\",\"tags\":[null,\"a\"],\"regions\":[null]}"));
    assertThat(item.tags()).containsExactly("a");
    assertThat(item.regions()).isEmpty();
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        bad("", EMPTY_VALUE, "empty"),
        bad("hello", NOT_JSON, "not JSON"),
        bad("{\"event_id\":", NOT_JSON, "end-of-input"),
        bad(GOOD + "{}", NOT_JSON, "trailing"),
        bad("\u0000\u0001\u0002", NOT_JSON, "not JSON"),
        bad("null", WRONG_TYPE, "null"),
        bad("[1]", WRONG_TYPE, "expected an object"),
        bad("42", WRONG_TYPE, "expected an object"),
        bad(GOOD.replace("\"i-1\"", "17"), WRONG_TYPE, "field 'event_id': expected a string"),
        bad(GOOD.replace("\"i-1\"", "{}"), WRONG_TYPE, "field 'event_id': expected a string"),
        bad(GOOD.replace("c-1", "c\\ud83d"), WRONG_TYPE, "field 'content_id': expected text of"),
        bad(GOOD.replace("c-1", "\\ude00\\ud83d"), WRONG_TYPE, "unpaired surrogates"),
        bad(GOOD.replace("ann", "\\u0000"), WRONG_TYPE, "field 'user_id': expected text of"),
        bad(
            GOOD.replace("1772366400000", "\"1772366400000\""),
            WRONG_TYPE,
            "field 'ts': expected an integer"),
        bad(
            GOOD.replace("1772366400000", "1772366400000.5"),
            WRONG_TYPE,
            "field 'ts': expected an integer"),
        bad(GOOD.replace("1772366400000", "true"), WRONG_TYPE, "field 'ts': expected an integer"),
        bad(GOOD.replace("1772366400000", "1e400"), WRONG_TYPE, "field 'ts': expected an integer"),
        bad(
            GOOD.replace("1772366400000", "99999999999999999999"),
            WRONG_TYPE,
            "field 'ts': expected an integer"),
        bad(GOOD.replace("\"like\"", "\"lick\""), UNKNOWN_ACTION, "one of impression, click"),
        bad(GOOD.replace("\"like\"", "4"), UNKNOWN_ACTION, "field 'action'"),
        bad(GOOD.replace("\"action\":\"like\",", ""), MISSING_FIELD, "'action'"),
        bad(GOOD.replace("\"c-1\"", "\"  \""), MISSING_FIELD, "'content_id'"),
        bad(GOOD.replace("\"c-1\"", "null"), MISSING_FIELD, "'content_id'"),
        bad(GOOD.replace("\"user_id\":\"ann\",", ""), MISSING_FIELD, "session_id or device_id"),
        bad(GOOD.replace("\"ann\"", "\"\""), MISSING_FIELD, "'user_id'"),
        bad(GOOD.replace(",\"ts\":1772366400000", ""), MISSING_FIELD, "'ts'"),
        bad(GOOD.replace("1772366400000", "1772366400"), IMPLAUSIBLE_TIMESTAMP, "seconds?"),
        bad(GOOD.replace("1772366400000", "-5"), IMPLAUSIBLE_TIMESTAMP, "before the year 2000"));
  }

  private static Arguments bad(String json, DeadLetterReason reason, String detail) {
    return Arguments.of(json, reason, detail);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void namesWhatIsWrong(String json, DeadLetterReason reason, String detail) {
    assertThatExceptionOfType(MalformedEventException.class)
        .isThrownBy(() -> EventDecoder.interaction(Fixtures.bytes(json)))
        .withMessageContaining(detail)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] bytes = Fixtures.bytes(GOOD);
    bytes[15] = (byte) 0xff;
    assertThatExceptionOfType(MalformedEventException.class)
        .isThrownBy(() -> EventDecoder.interaction(bytes))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(NOT_JSON));
  }

  @Test
  void neverQuotesTheValue() {
    String personal = GOOD.replace("\"like\"", "\"secret@example.com\"");
    assertThatExceptionOfType(MalformedEventException.class)
        .isThrownBy(() -> EventDecoder.interaction(Fixtures.bytes(personal)))
        .withMessageNotContaining("secret");
  }

  @Test
  void readsABeaconOfADevice() throws Exception {
    String json = "{\"event_id\":\"b-1\",\"device_id\":\"d-1\",\"ts\":1772366400000}";
    Beacon beacon = EventDecoder.beacon(Fixtures.bytes(json));
    assertThat(UserKey.of(beacon.userId(), beacon.sessionId(), beacon.deviceId()))
        .isEqualTo("device:d-1");
  }

  @Test
  void readsContentOfWhichOnlyTheIdIsKnown() throws Exception {
    ContentItem item = EventDecoder.content(Fixtures.bytes("{\"content_id\":\"c-1\"}"));
    assertThat(item.regions()).isEmpty();
    assertThat(item.expiresAt()).isNull();
  }
}
