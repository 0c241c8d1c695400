package io.nowfeed.events;

import static io.nowfeed.events.SchemaCompatibility.Side.CONSUMERS;
import static io.nowfeed.events.SchemaCompatibility.Side.PRODUCERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nowfeed.events.SchemaCompatibility.Side;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One kind of change each, on a schema that has one of everything. */
class SchemaCompatibilityTest {
  private static final String RELEASED =
      """
      {"type": "object", "properties": {
        "id": {"type": "string"}, "note": {"type": "string", "description": "a word"},
        "count": {"type": "integer", "minimum": 0, "maximum": 9},
        "kind": {"enum": ["A", "B"]}, "why": {"enum": ["X"], "x-open": true},
        "list": {"$ref": "#/$defs/list"}, "when": {"type": "string", "format": "date"}},
       "required": ["id", "count"], "anyOf": [{"required": ["note"]}, {"required": ["kind"]}],
       "$defs": {"list": {"type": "array", "items": {"type": "object",
         "properties": {"rank": {"type": "integer"}}, "required": ["rank"]}}}}\
      """;

  @Test
  void nothingBreaksWhereNothingChanges() throws Exception {
    assertThat(breaks(PRODUCERS, "", "")).isEmpty();
    assertThat(breaks(CONSUMERS, "", "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PRODUCERS | \"note\": {\"type\": \"string\", \"description\": \"a word\"}, |  | 'note' is"
            + " gone",
        "CONSUMERS | \"note\": {\"type\": \"string\", \"description\": \"a word\"}, |  | 'note' is"
            + " gone",
        "PRODUCERS | [\"id\", \"count\"] | [\"id\", \"count\", \"note\"] | 'note' is required now",
        "CONSUMERS | [\"id\", \"count\"] | [\"id\"] | 'count' may be absent now",
        "CONSUMERS | [\"rank\"] | [] | 'list[].rank' may be absent now",
        "PRODUCERS | \"rank\": {\"type\": \"integer\"} | \"rank\": {\"type\": \"string\"} |"
            + " 'list[].rank' is of type string now, was integer",
        "PRODUCERS | \"id\": {\"type\": \"string\"} | \"id\": {\"type\": \"integer\"} | 'id' is of"
            + " type integer now, was string",
        "CONSUMERS | \"rank\": {\"type\": \"integer\"} | \"rank\": {\"type\": \"number\"} |"
            + " 'list[].rank' is of type number now, was integer",
        "CONSUMERS | \"id\": {\"type\": \"string\"} | \"id\": {\"type\": [\"string\", \"null\"]} |"
            + " 'id' is of type null|string now",
        "PRODUCERS | [\"A\", \"B\"] | [\"A\"] | 'kind' no longer takes [B]",
        "CONSUMERS | [\"A\", \"B\"] | [\"A\", \"B\", \"C\"] | 'kind' has new values [C]",
        "PRODUCERS | \"id\": {\"type\": \"string\"} | \"id\": {\"enum\": [\"1\"]} | 'id' takes only"
            + " [1] now",
        "CONSUMERS | {\"enum\": [\"A\", \"B\"]} | {\"type\": \"string\"} | 'kind' has any value"
            + " now",
        "CONSUMERS | , \"x-open\": true |  | 'why' has x-open none now",
        "PRODUCERS | \"minimum\": 0 | \"minimum\": 1 | 'count' has minimum 1 now, was 0",
        "CONSUMERS | \"minimum\": 0 | \"minimum\": -1 | 'count' has minimum -1 now, was 0",
        "PRODUCERS | \"maximum\": 9 | \"maximum\": 8 | 'count' has maximum 8 now, was 9",
        "CONSUMERS | , \"maximum\": 9 |  | 'count' has maximum none now, was 9",
        "PRODUCERS | {\"required\": [\"note\"]},  |  | the record wants any of",
        "CONSUMERS | [{\"required\": [\"note\"]}, | [{\"required\": [\"why\"]}, {\"required\":"
            + " [\"note\"]}, | the record wants any of",
        "PRODUCERS | \"format\": \"date\" | \"format\": \"time\" | 'when' has format time now, was"
            + " date; nobody can say",
        "CONSUMERS | \"items\": {\"type\": \"object\", | \"x-items\": {\"type\": \"object\", |"
            + " 'list' has other items",
      })
  void aChangeThatBreaksSomebodyIsToldWithWhomAndWhatInstead(
      Side side, String from, String to, String message) throws Exception {
    assertThat(breaks(side, from, to == null ? "" : to))
        .isNotEmpty()
        .first()
        .asString()
        .contains(message)
        .contains("Breaks " + (side == PRODUCERS ? "producers" : "consumers"))
        .contains("Instead: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PRODUCERS | \"id\": { | \"more\": {\"type\": \"string\"}, \"id\": {",
        "CONSUMERS | \"id\": { | \"more\": {\"type\": \"string\"}, \"id\": {",
        "CONSUMERS | [\"id\", \"count\"] | [\"id\", \"count\", \"note\"]",
        "PRODUCERS | [\"id\", \"count\"] | [\"id\"]",
        "PRODUCERS | \"rank\": {\"type\": \"integer\"} | \"rank\": {\"type\": \"number\"}",
        "PRODUCERS | [\"A\", \"B\"] | [\"A\", \"B\", \"C\"]",
        "CONSUMERS | [\"A\", \"B\"] | [\"A\"]",
        "CONSUMERS | [\"X\"] | [\"X\", \"Y\"]",
        "PRODUCERS | \"minimum\": 0 | \"minimum\": -1",
        "CONSUMERS | \"maximum\": 9 | \"maximum\": 8",
        "CONSUMERS | \"description\": \"a word\" | \"description\": \"a note\", \"deprecated\":"
            + " true",
        "PRODUCERS | \"description\": \"a word\" | \"x-pii\": \"identifier\"",
      })
  void aChangeThatBreaksNobodyIsFree(Side side, String from, String to) throws Exception {
    assertThat(breaks(side, from, to)).isEmpty();
  }

  @Test
  void aFieldThatIsNewAndRequiredBreaksProducers() throws Exception {
    String now =
        RELEASED
            .replace("\"id\": {", "\"more\": {\"type\": \"string\"}, \"id\": {")
            .replace("[\"id\", \"count\"]", "[\"id\", \"count\", \"more\"]");
    assertThat(SchemaCompatibility.breaks(PRODUCERS, json(RELEASED), json(now)))
        .containsExactly(
            "field 'more' is new and required. Breaks producers. Instead: make it optional, with a"
                + " default.");
    assertThat(SchemaCompatibility.breaks(CONSUMERS, json(RELEASED), json(now))).isEmpty();
  }

  @Test
  void inputsAreJudgedForProducersAndOutputsForConsumers() {
    assertThat(List.of(Topics.BEACONS, Topics.CONTENT))
        .allSatisfy(topic -> assertThat(ReleasedSchemasTest.side(topic)).isEqualTo(PRODUCERS));
    assertThat(List.of(Topics.ACTIVE_USERS, Topics.RECOMMENDATIONS))
        .allSatisfy(topic -> assertThat(ReleasedSchemasTest.side(topic)).isEqualTo(CONSUMERS));
  }

  private static List<String> breaks(Side side, String from, String to) throws Exception {
    assertThat(RELEASED).contains(from);
    return SchemaCompatibility.breaks(side, json(RELEASED), json(RELEASED.replace(from, to)));
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}
