package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Action;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.LateEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Popularity by brute force: every window goes through every interaction. */
final class PopularityModel {
  static final List<String> SEGMENTS =
      List.of("global", "country=GB", "language=en", "language=en,category=sport");

  private final List<Windows> sizes;
  private final Map<Action, Double> weights;
  private final int places;
  private final List<Counted> counted = new ArrayList<>();
  private final List<LateEvent> late = new ArrayList<>();
  private long watermark = Long.MIN_VALUE;

  PopularityModel(List<Windows> sizes, Map<Action, Double> weights, int places) {
    this.sizes = sizes;
    this.weights = weights;
    this.places = places;
  }

  void comes(EnrichedInteraction interaction) {
    Windows shortest = sizes.get(0);
    long paneEnd = floor(interaction.ts(), shortest.slide()) + shortest.slide();
    if (watermark != Long.MIN_VALUE && watermark >= paneEnd - 1 + shortest.allowedLateness()) {
      late.add(new LateEvent(interaction, watermark - interaction.ts()));
    } else {
      counted.add(new Counted(interaction, watermark));
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
  long lastEnd(Windows windows) {
    return lastEnd(windows, watermark);
  }

  private static long lastEnd(Windows windows, long watermark) {
    return watermark == Long.MIN_VALUE ? Long.MIN_VALUE : floor(watermark + 1, windows.slide());
  }

  /** Whether something came for a window that is over, and corrections have not come since. */
  boolean awaitsCorrections(Windows windows) {
    long tick = sizes.get(0).slide();
    return counted.stream()
        .anyMatch(
            each ->
                each.isLateFor(windows)
                    && floor(each.watermark + 1, tick) == floor(watermark + 1, tick));
  }

  long corrections(Windows windows) {
    return counted.stream().filter(each -> each.isLateFor(windows)).count();
  }

  long oldestEnd(Windows windows) {
    return counted.stream().mapToLong(each -> each.paneEnd(windows)).min().orElseThrow();
  }

  /** The places on a board, in words: by score, then by likes, with everything but ranks before. */
  List<String> board(Windows windows, String segment, long end) {
    List<String> board = new ArrayList<>(ranked(windows, segment, end, this::score));
    ranked(windows, segment, end, each -> each.action() == Action.LIKE ? 1 : 0)
        .forEach(place -> board.add("likes " + place));
    return board;
  }

  private List<String> ranked(
      Windows windows, String segment, long end, ToDoubleFunction<EnrichedInteraction> value) {
    Map<String, Double> now = sums(segment, end - windows.size(), end, value);
    Map<String, Double> before =
        sums(segment, end - 2 * windows.size(), end - windows.size(), value);
    List<String> ranked = new ArrayList<>();
    now.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .sorted(Comparator.comparing((Map.Entry<String, Double> entry) -> -entry.getValue()))
        .limit(places)
        .forEach(
            entry -> {
              double was = before.getOrDefault(entry.getKey(), 0.0);
              double trend = (entry.getValue() - was) / (entry.getValue() + was);
              ranked.add(
                  (ranked.size() + 1)
                      + " "
                      + entry.getKey()
                      + " "
                      + entry.getValue()
                      + " "
                      + trend
                      + " "
                      + counts(segment, end - windows.size(), end, entry.getKey()));
            });
    return ranked;
  }

  /** How often each action happened to an item. */
  private List<Long> counts(String segment, long from, long to, String contentId) {
    List<EnrichedInteraction> ofItem =
        counted.stream()
            .map(Counted::interaction)
            .filter(each -> each.contentId().equals(contentId) && isIn(segment, each))
            .filter(each -> each.ts() >= from && each.ts() < to)
            .toList();
    List<Long> counts = new ArrayList<>();
    for (Action action : Action.values()) {
      counts.add(ofItem.stream().filter(each -> each.action() == action).count());
    }
    counts.add(
        ofItem.stream()
            .filter(each -> each.action() == Action.WATCH)
            .mapToLong(EnrichedInteraction::dwellMs)
            .sum());
    return counts;
  }

  private double score(EnrichedInteraction interaction) {
    return weights.getOrDefault(interaction.action(), 0.0);
  }

  private Map<String, Double> sums(
      String segment, long from, long to, ToDoubleFunction<EnrichedInteraction> value) {
    Map<String, Double> sums = new TreeMap<>();
    for (Counted each : counted) {
      EnrichedInteraction interaction = each.interaction;
      if (interaction.ts() >= from && interaction.ts() < to && isIn(segment, interaction)) {
        sums.merge(interaction.contentId(), value.applyAsDouble(interaction), Double::sum);
      }
    }
    return sums;
  }

  private static long floor(long time, long slide) {
    return Math.floorDiv(time, slide) * slide;
  }

  private static boolean isIn(String segment, EnrichedInteraction interaction) {
    return switch (segment) {
      case "global" -> true;
      case "country=GB" -> interaction.attributes() != null;
      case "language=en", "language=en,category=sport" -> interaction.content() != null;
      default -> throw new IllegalStateException("the model knows no segment " + segment);
    };
  }

  /**
   * What the model counts.
   *
   * @param watermark event time when it came
   */
  private record Counted(EnrichedInteraction interaction, long watermark) {
    /** The end of the first window that holds it. */
    long paneEnd(Windows windows) {
      return floor(interaction.ts(), windows.slide()) + windows.slide();
    }

    boolean isLateFor(Windows windows) {
      return paneEnd(windows) <= lastEnd(windows, watermark);
    }
  }
}
