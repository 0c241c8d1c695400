package io.nowfeed.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nowfeed.events.Action;
import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Relevance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A result without what its table requires is malformed, and the field is named. */
class CompleteResultTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Checks a record. */
  private interface Check<T> {
    T of(T result) throws MalformedEventException;
  }

  /** A result, how it is checked, and its fields by path: of those joined by + one is enough. */
  private record Kind<T>(T whole, Class<T> type, Check<T> check, List<String> required) {
    void check(String... without) throws Exception {
      ObjectNode json = (ObjectNode) MAPPER.readTree(JsonCodec.of(type).encode(whole));
      for (String field : without) {
        int dot = field.indexOf('.');
        ObjectNode parent = dot < 0 ? json : (ObjectNode) json.get(field.substring(0, dot));
        assertThat(parent.remove(field.substring(dot + 1))).as(field).isNotNull();
      }
      check.of(JsonCodec.of(type).decode(MAPPER.writeValueAsBytes(json)));
    }
  }

  private static List<Kind<?>> kinds() {
    return List.of(
        new Kind<>(
            Fixtures.activeUser(),
            ActiveUser.class,
            CompleteResult::of,
            List.of("user_id+device_id+session_id", "event_id", "match_reason", "origin")),
        new Kind<>(
            Fixtures.enriched("c-1", Action.CLICK, Fixtures.NOON),
            EnrichedInteraction.class,
            CompleteResult::of,
            List.of("event_id", "content_id", "action", "match_reason", "origin")),
        new Kind<>(
            Fixtures.leaderboard("global", "c-1"),
            Leaderboard.class,
            CompleteResult::of,
            List.of("segment", "window")),
        new Kind<>(
            Fixtures.recommendations(),
            Recommendations.class,
            CompleteResult::of,
            List.of("user_id+device_id+session_id", "trigger", "trigger.kind")),
        new Kind<>(
            Fixtures.relevance(),
            Relevance.class,
            CompleteResult::of,
            List.of("event_id", "content_id", "action", "origin")));
  }

  static Stream<Arguments> required() {
    List<Arguments> all = new ArrayList<>();
    for (Kind<?> kind : kinds()) {
      for (String field : kind.required()) {
        all.add(Arguments.of(Named.of(kind.type().getSimpleName(), kind), field));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("required")
  void whatItsTableRequiresIsNamed(Kind<?> kind, String field) {
    String named = field.contains("+") ? field.substring(0, field.indexOf('+')) : field;

    assertThatThrownBy(() -> kind.check(field.split("\\+")))
        .isInstanceOfSatisfying(
            MalformedEventException.class,
            e -> assertThat(e.reason()).isEqualTo(DeadLetterReason.MISSING_FIELD))
        .hasMessage("field '" + named + "' is absent or null");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theJobsOwnResultsAreComplete(Kind<?> kind) throws Exception {
    kind.check();
  }
}
