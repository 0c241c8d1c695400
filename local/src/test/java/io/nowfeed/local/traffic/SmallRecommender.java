package io.nowfeed.local.traffic;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.UserAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The ladder in a hundred lines of memory: who engaged with this also engaged with that, then what
 * is popular in the user's language. The arm "popularity" has the second alone. It knows what the
 * job knows, events and published facts, and nothing of tastes.
 */
final class SmallRecommender {
  static final String FULL = "full";
  static final String POPULARITY = "popularity";
  private static final int PLACES = 10;
  private static final int HISTORY = 20;
  private static final double SMOOTHING = 5;

  private final Map<String, ContentItem> content;
  private final Map<String, Double> popular = new HashMap<>();
  private final Map<String, Map<String, Double>> together = new HashMap<>();
  private final Map<String, List<String>> histories = new HashMap<>();
  private final Map<String, Set<String>> seen = new HashMap<>();
  private long version;

  SmallRecommender(Map<String, ContentItem> content) {
    this.content = content;
  }

  /** Half of the users each. */
  static String arm(String key) {
    return Integer.bitCount(key.hashCode() * 0x9E3779B9) % 2 == 0 ? FULL : POPULARITY;
  }

  /** Learns, in both arms alike. */
  void learn(String key, Interaction interaction) {
    String item = interaction.contentId();
    seen.computeIfAbsent(key, any -> new HashSet<>()).add(item);
    if (!interaction.action().engages()) {
      return;
    }
    List<String> history = histories.computeIfAbsent(key, any -> new ArrayList<>());
    if (history.contains(item)) {
      return;
    }
    popular.merge(item, 1.0, Double::sum);
    for (int place = 1; place <= Math.min(HISTORY, history.size()); place++) {
      String past = history.get(history.size() - place);
      connect(past, item, 1.0 / place);
      connect(item, past, 1.0 / place);
    }
    history.add(item);
  }

  /** The list to show now, for nobody yet; {@code attributes} are null of anonymous users. */
  Recommendations recommend(String key, UserAttributes attributes) {
    Set<String> hidden = seen.getOrDefault(key, Set.of());
    Stream<String> popularity = byScore(popular);
    Stream<String> ranked =
        arm(key).equals(FULL) ? Stream.concat(byScore(neighbours(key)), popularity) : popularity;
    List<String> ids =
        ranked
            .filter(id -> !hidden.contains(id) && isFor(content.get(id), attributes))
            .distinct()
            .limit(PLACES)
            .toList();
    return Lists.of(arm(key), ++version, ids);
  }

  private Map<String, Double> neighbours(String key) {
    Map<String, Double> scores = new HashMap<>();
    List<String> history = histories.getOrDefault(key, List.of());
    for (int place = 1; place <= Math.min(HISTORY, history.size()); place++) {
      double weight = 1.0 / Math.sqrt(place);
      together
          .getOrDefault(history.get(history.size() - place), Map.of())
          .forEach(
              (id, count) ->
                  scores.merge(
                      id, weight * count / Math.sqrt(popular.get(id) + SMOOTHING), Double::sum));
    }
    return scores;
  }

  private void connect(String from, String to, double weight) {
    together.computeIfAbsent(from, any -> new HashMap<>()).merge(to, weight, Double::sum);
  }

  private static Stream<String> byScore(Map<String, Double> scores) {
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
        .map(Map.Entry::getKey);
  }

  private static boolean isFor(ContentItem item, UserAttributes user) {
    return (user == null || item.language().equals(user.language()))
        && (item.regions().isEmpty() || (user != null && item.regions().contains(user.country())));
  }
}
