package io.nowfeed.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema beside each record says what the record is. */
class JsonSchemaTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<Arguments> topics() {
    return Stream.of(
        Arguments.of(Topics.BEACONS, Fixtures.beacon("b-1", "ann", Fixtures.NOON)),
        Arguments.of(
            Topics.INTERACTIONS,
            Fixtures.interaction("i-1", "ann", "c-1", Action.ADD_TO_CART, Fixtures.NOON)),
        Arguments.of(Topics.INTERACTIONS, Fixtures.anonymous("i-2", "s-1", "c-1", Fixtures.NOON)),
        Arguments.of(Topics.CONTENT, Fixtures.content("c-1", "sport", "en")),
        Arguments.of(Topics.ACTIVE_USERS, Fixtures.activeUser()),
        Arguments.of(
            Topics.ENRICHED_INTERACTIONS, Fixtures.enriched("c-1", Action.LIKE, Fixtures.NOON)),
        Arguments.of(Topics.POPULARITY, Fixtures.leaderboard("country=GB", "c-1", "c-2")),
        Arguments.of(Topics.POPULARITY, Fixtures.movingLeaderboard("language=en,category=sport")),
        Arguments.of(Topics.RECOMMENDATIONS, Fixtures.recommendations()),
        Arguments.of(Topics.RECOMMENDATIONS, Fixtures.withdrawal()),
        Arguments.of(Topics.RELEVANCE, Fixtures.relevance()),
        Arguments.of(
            Topics.LATE_EVENTS,
            new LateEvent(Fixtures.enriched("c-1", Action.LIKE, Fixtures.NOON), 90_000)),
        Arguments.of(
            Topics.DUPLICATES, new Duplicate("i-1", new Origin(Topics.INTERACTIONS, 3, 41))),
        Arguments.of(Topics.DEAD_LETTERS, Fixtures.deadLetter()),
        Arguments.of(
            Topics.REDRIVEN,
            new Redriven(
                new Origin(Topics.DEAD_LETTERS, 0, 7),
                new Origin(Topics.BEACONS, 2, 41),
                DeadLetterReason.MISSING_FIELD,
                Fixtures.NOON)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("topics")
  void anEncodedRecordIsValid(String topic, Record value) throws IOException {
    assertThat(schema(topic).validate(encoded(value))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("topics")
  void aRecordRoundTrips(String topic, Record value) throws Exception {
    Record decoded = codec(value).decode(codec(value).encode(value));
    assertThat(decoded).usingRecursiveComparison().isEqualTo(value);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("topics")
  void theSchemaHasTheRecordsComponents(String topic, Record value) throws IOException {
    JsonNode schema = resource(topic);
    assertComponents(schema, schema, value.getClass());
  }

  /** Also of the records within the record, and within its lists. */
  private static void assertComponents(JsonNode root, JsonNode schema, Class<?> type) {
    JsonNode properties = schema.get("properties");
    assertThat(properties.fieldNames())
        .as(type.getSimpleName())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(type.getRecordComponents()).map(JsonSchemaTest::name).toList());
    for (RecordComponent component : type.getRecordComponents()) {
      JsonNode property = resolved(root, properties.get(name(component)));
      Class<?> within = recordWithin(component.getGenericType());
      if (within != null) {
        assertComponents(
            root, property.has("items") ? resolved(root, property.get("items")) : property, within);
      }
    }
  }

  private static String name(RecordComponent component) {
    return SnakeCaseStrategy.INSTANCE.translate(component.getName());
  }

  private static JsonNode resolved(JsonNode root, JsonNode schema) {
    return schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
  }

  /** The type, or what a list of it holds, when that is a record. */
  private static Class<?> recordWithin(Type type) {
    Type one = type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type;
    return one instanceof Class<?> known && known.isRecord() ? known : null;
  }

  @SuppressWarnings("unchecked") // the class of a value is the class of the value
  private static JsonCodec<Record> codec(Record value) {
    return JsonCodec.of((Class<Record>) value.getClass());
  }

  private static JsonNode encoded(Record value) throws IOException {
    return MAPPER.readTree(codec(value).encode(value));
  }

  private static JsonSchema schema(String topic) throws IOException {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(resource(topic));
  }

  private static JsonNode resource(String topic) throws IOException {
    try (InputStream in = Topics.class.getResourceAsStream(topic + ".schema.json")) {
      return MAPPER.readTree(in);
    }
  }
}
