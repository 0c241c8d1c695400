package io.nowfeed.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nowfeed.events.SchemaCompatibility.Side;
import io.nowfeed.events.Topics.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever was built against a released schema goes on to work. At each release its schemas are
 * copied to {@code src/test/resources/released/VERSION}, and never change again.
 */
class ReleasedSchemasTest {
  private static final Path RELEASED = Path.of("src", "test", "resources", "released");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<Path> released() throws IOException {
    try (Stream<Path> files = Files.walk(RELEASED)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  @Test
  void theFirstReleaseIsThere() throws IOException {
    long topics = Topics.all().stream().filter(topic -> !topic.name().equals(Topics.USERS)).count();
    assertThat(released()).hasSizeGreaterThanOrEqualTo((int) topics);
  }

  @ParameterizedTest
  @MethodSource("released")
  void nobodyIsBroken(Path file) throws IOException {
    String topic = file.getFileName().toString().replace(".schema.json", "");
    assertThat(breaks(topic, MAPPER.readTree(file.toFile())))
        .as(
            "%s, as released in %s (docs/events.md says how a schema may change)",
            topic, file.getParent().getFileName())
        .isEmpty();
  }

  private static List<String> breaks(String topic, JsonNode released) throws IOException {
    try (InputStream in = Topics.class.getResourceAsStream(TopicSchema.file(topic))) {
      if (in == null) {
        return List.of("the topic has no schema any more: keep it as long as somebody reads it");
      }
      return SchemaCompatibility.breaks(side(topic), released, MAPPER.readTree(in));
    }
  }

  /** Who is outside of the deployment, and not upgraded with it. */
  static Side side(String topic) {
    Role role =
        Topics.all().stream()
            .filter(declared -> declared.name().equals(topic))
            .map(Topics.Topic::role)
            .findFirst()
            .orElseThrow();
    return role == Role.INPUT || role == Role.TABLE ? Side.PRODUCERS : Side.CONSUMERS;
  }
}
