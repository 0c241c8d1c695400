package io.nowfeed.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What the JSON Schema of a topic says of it, for people who look for something.
 *
 * @param topic the topic's name
 * @param description what a record is, and its key
 * @param owner who answers for what is in it: {@code clients} build the apps that send, {@code
 *     editorial} publishes content, {@code nowfeed} runs the jobs
 * @param useCases what it is for
 * @param fields all of them, those within objects and lists too, in the schema's order
 */
public record TopicSchema(
    String topic, String description, String owner, List<String> useCases, List<Field> fields) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * A field of a record.
   *
   * @param path names from the record to the field, with dots; {@code items[].rank} is of each item
   * @param type of JSON: string, integer, number, boolean, array, object
   * @param pii which kind of personal data it is, null when it is none: {@code identifier}, {@code
   *     location}, {@code demographic}, {@code interest}, or {@code raw} bytes that may be any
   * @param description what it is
   */
  public record Field(String path, String type, String pii, String description) {}

  /** The file beside this class. */
  public static String file(String topic) {
    return topic + ".schema.json";
  }

  /** The schema of a topic; empty for one that has none. */
  public static Optional<TopicSchema> of(String topic) {
    try (InputStream in = TopicSchema.class.getResourceAsStream(file(topic))) {
      return in == null ? Optional.empty() : Optional.of(of(topic, MAPPER.readTree(in)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the schema of " + topic, e);
    }
  }

  private static TopicSchema of(String topic, JsonNode schema) {
    List<Field> fields = new ArrayList<>();
    collect(schema, schema, "", fields);
    return new TopicSchema(
        topic,
        text(schema, "description"),
        text(schema, "x-owner"),
        StreamSupport.stream(schema.path("x-use-cases").spliterator(), false)
            .map(JsonNode::asText)
            .toList(),
        List.copyOf(fields));
  }

  private static void collect(JsonNode root, JsonNode object, String prefix, List<Field> fields) {
    object
        .path("properties")
        .properties()
        .forEach(property -> add(root, property.getValue(), prefix + property.getKey(), fields));
  }

  private static void add(JsonNode root, JsonNode property, String path, List<Field> fields) {
    JsonNode type = resolved(root, property);
    String description = text(property, "description");
    fields.add(
        new Field(
            path,
            type(type),
            text(property, "x-pii"),
            description == null ? text(type, "description") : description));
    collect(root, type, path + ".", fields);
    collect(root, resolved(root, type.path("items")), path + "[].", fields);
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      return StreamSupport.stream(type.spliterator(), false)
          .map(JsonNode::asText)
          .collect(Collectors.joining("|"));
    }
    return type.asText("string"); // an enum names no type
  }

  private static JsonNode resolved(JsonNode root, JsonNode schema) {
    return schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asText(null);
  }
}
