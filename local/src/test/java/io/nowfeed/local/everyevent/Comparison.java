package io.nowfeed.local.everyevent;

import io.nowfeed.events.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists how what came out differs from what has to. */
final class Comparison {
  private final Script script;
  private final Expected expected;
  private final Outputs outputs;
  private final List<String> differences = new ArrayList<>();

  private Comparison(Script script, Expected expected, Outputs outputs) {
    this.script = script;
    this.expected = expected;
    this.outputs = outputs;
  }

  /**
   * Compares everything so far.
   *
   * @param deleted users whose rows are gone
   */
  static List<String> differences(
      Script script, Expected expected, Set<String> deleted, Outputs outputs) {
    Comparison comparison = new Comparison(script, expected, outputs);
    for (String topic : Outputs.COMPARED) {
      comparison.compare(topic, expected.on(topic), outputs.on(topic));
    }
    comparison.compareErasures();
    deleted.forEach(comparison::requireErased);
    comparison.differences.addAll(outputs.disorder());
    return comparison.differences;
  }

  private void compare(
      String topic, Map<Origin, String> expectedOn, Map<Origin, List<String>> found) {
    expectedOn.forEach(
        (origin, outcome) -> {
          List<String> outcomes = found.getOrDefault(origin, List.of());
          if (!outcomes.equals(List.of(outcome))) {
            differ(topic, origin, outcome, outcomes);
          }
        });
    found.forEach(
        (origin, outcomes) -> {
          if (!expectedOn.containsKey(origin)) {
            differ(topic, origin, "nothing", outcomes);
          }
        });
  }

  private void differ(String topic, Origin origin, String outcome, List<String> found) {
    differences.add(
        "%s of %s%n  expected %s%n  got      %s"
            .formatted(topic, script.log().at(origin), outcome, found));
  }

  private void compareErasures() {
    for (String userId : expected.erased()) {
      long found = outputs.erasures(userId);
      int wanted = expected.erasures(userId);
      boolean right = script.setting().listsOnce() ? found == wanted : found >= wanted;
      if (!right) {
        differences.add("%s: erased %d times, expected %d".formatted(userId, found, wanted));
      }
    }
    for (String key : outputs.listKeys()) {
      if (outputs.erasures(key) > 0 && !expected.erased().contains(key)) {
        differences.add("%s: erased, but never deleted".formatted(key));
      }
    }
  }

  private void requireErased(String userId) {
    if (!outputs.isErased(userId)) {
      differences.add("%s is deleted and has a list".formatted(userId));
    }
  }
}
