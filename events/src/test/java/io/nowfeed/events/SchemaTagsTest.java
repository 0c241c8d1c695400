package io.nowfeed.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nowfeed.events.TopicSchema.Field;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every topic says whose it is and what for, every field what it is and whether it is personal. */
class SchemaTagsTest {
  /** As docs/events.md has them. */
  private static final Set<String> OWNERS = Set.of("clients", "editorial", "nowfeed");

  private static final Set<String> USE_CASES =
      Set.of("recommendations", "popularity", "analytics", "training", "experiments", "operations");

  private static final Map<String, String> PERSONAL =
      Map.of(
          "user_id", "identifier",
          "device_id", "identifier",
          "session_id", "identifier",
          "place", "location",
          "birth_year", "demographic",
          "gender", "demographic",
          "interests", "interest");

  static Stream<TopicSchema> schemas() {
    return Topics.all().stream().flatMap(topic -> TopicSchema.of(topic.name()).stream());
  }

  @Test
  void everyTopicHasASchemaButThatOfDebezium() {
    assertThat(Topics.all())
        .filteredOn(topic -> TopicSchema.of(topic.name()).isEmpty())
        .extracting(Topics.Topic::name)
        .containsExactly(Topics.USERS);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void aTopicHasAnOwnerAndUseCases(TopicSchema schema) {
    assertThat(schema.owner()).isIn(OWNERS);
    assertThat(schema.useCases()).isNotEmpty().isSubsetOf(USE_CASES);
    assertThat(schema.description()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void aFieldSaysWhatItIs(TopicSchema schema) {
    assertThat(schema.fields())
        .isNotEmpty()
        .allSatisfy(field -> assertThat(field.description()).as(field.path()).isNotBlank());
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void exactlyPersonalFieldsAreTagged(TopicSchema schema) {
    for (Field field : schema.fields()) {
      boolean bytes =
          schema.topic().equals(Topics.DEAD_LETTERS)
              && Set.of("key", "value").contains(field.path());
      String leaf = field.path().substring(field.path().lastIndexOf('.') + 1);
      assertThat(field.pii()).as(field.path()).isEqualTo(bytes ? "raw" : PERSONAL.get(leaf));
    }
  }

  @Test
  void fieldsWithinObjectsAndListsAreFound() {
    assertThat(TopicSchema.of(Topics.POPULARITY).orElseThrow().fields())
        .extracting(Field::path)
        .contains("items[].counts.likes", "top[].items[].rank", "published_at");
    assertThat(TopicSchema.of(Topics.LATE_EVENTS).orElseThrow().fields())
        .contains(
            new Field(
                "interaction.attributes.gender",
                "string",
                "demographic",
                "as the users table has it"));
  }

  @Test
  void enumsOfSchemasAreThoseOfTheCode() throws IOException {
    assertThat(values(Topics.DEAD_LETTERS, "/properties/reason"))
        .isEqualTo(names(DeadLetterReason.values()));
    assertThat(values(Topics.REDRIVEN, "/properties/reason"))
        .isEqualTo(names(DeadLetterReason.values()));
    assertThat(values(Topics.ACTIVE_USERS, "/properties/match_reason"))
        .isEqualTo(names(MatchReason.values()));
    assertThat(values(Topics.RECOMMENDATIONS, "/properties/items/items/properties/reason"))
        .isEqualTo(names(Rung.values()));
    assertThat(values(Topics.RECOMMENDATIONS, "/properties/trigger/properties/kind"))
        .isEqualTo(names(Trigger.Kind.values()));
    assertThat(values(Topics.RELEVANCE, "/properties/rung")).isEqualTo(names(Rung.values()));
  }

  private static List<String> names(Enum<?>[] constants) {
    return Stream.of(constants).map(Enum::name).toList();
  }

  private static List<String> values(String topic, String pointer) throws IOException {
    try (InputStream in = Topics.class.getResourceAsStream(TopicSchema.file(topic))) {
      JsonNode values = new ObjectMapper().readTree(in).at(pointer).path("enum");
      return Stream.iterate(0, i -> i + 1)
          .limit(values.size())
          .map(i -> values.get(i).asText())
          .toList();
    }
  }
}
