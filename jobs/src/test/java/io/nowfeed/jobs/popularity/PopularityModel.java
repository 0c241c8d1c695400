package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Action;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.LateEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the stage should say, by brute force: an interaction is late or counted in every window that
 * holds it, and a board is a batch computation over what is counted. It knows no failures.
 */
final class PopularityModel {
  static final List<String> SEGMENTS =
      List.of("global", "country=GB", "language=en", "category=sport");

  private final Windows windows;
  private final Map<Action, Double> weights;
  private final int places;
  private final List<Counted> counted = new ArrayList<>();
  private final List<LateEvent> late = new ArrayList<>();
  private long watermark = Long.MIN_VALUE;

  PopularityModel(Windows windows, Map<Action, Double> weights, int places) {
    this.windows = windows;
    this.weights = weights;
    this.places = places;
  }

  void comes(EnrichedInteraction interaction) {
    long paneEnd = paneEnd(interaction.ts());
    if (watermark != Long.MIN_VALUE && watermark >= paneEnd - 1 + windows.allowedLateness()) {
      late.add(new LateEvent(interaction, watermark - interaction.ts()));
    } else {
      counted.add(new Counted(interaction, paneEnd, lastEnd()));
    }
  }

  /** Event time never goes back, whatever an operator thinks of it after a restart. */
  void watermarkIs(long time) {
    watermark = Math.max(watermark, time);
  }

  List<LateEvent> late() {
    return late;
  }

  /** The end of the newest window that is over. */
  long lastEnd() {
    return watermark == Long.MIN_VALUE
        ? Long.MIN_VALUE
        : Math.floorDiv(watermark + 1, windows.slide()) * windows.slide();
  }

  /** Whether something came for a window that is over, and the slide in which it came is not. */
  boolean awaitsCorrections() {
    long end = lastEnd();
    return counted.stream().anyMatch(each -> each.lastEnd == end && each.paneEnd <= end);
  }

  long corrections() {
    return counted.stream().filter(each -> each.paneEnd <= each.lastEnd).count();
  }

  long oldestEnd() {
    return counted.stream().mapToLong(Counted::paneEnd).min().orElseThrow();
  }

  /** The places on a board, in words. */
  List<String> board(String segment, long end) {
    Map<String, Double> scores = new TreeMap<>();
    for (Counted each : counted) {
      long ts = each.interaction.ts();
      if (ts >= end - windows.size() && ts < end && isIn(segment, each.interaction)) {
        double weight = weights.getOrDefault(each.interaction.action(), 0.0);
        scores.merge(each.interaction.contentId(), weight, Double::sum);
      }
    }
    List<String> board = new ArrayList<>();
    scores.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .sorted(Comparator.comparing((Map.Entry<String, Double> entry) -> -entry.getValue()))
        .limit(places)
        .forEach(
            entry -> board.add((board.size() + 1) + " " + entry.getKey() + " " + entry.getValue()));
    return board;
  }

  private long paneEnd(long ts) {
    return Math.floorDiv(ts, windows.slide()) * windows.slide() + windows.slide();
  }

  private static boolean isIn(String segment, EnrichedInteraction interaction) {
    return switch (segment) {
      case "global" -> true;
      case "country=GB" -> interaction.attributes() != null;
      case "language=en", "category=sport" -> interaction.content() != null;
      default -> throw new IllegalStateException("the model knows no segment " + segment);
    };
  }

  /**
   * What the model counts.
   *
   * @param paneEnd the end of the first window that holds it
   * @param lastEnd the end of the newest window that was over when it came
   */
  private record Counted(EnrichedInteraction interaction, long paneEnd, long lastEnd) {}
}
