package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Action;
import io.nowfeed.events.Measure;
import io.nowfeed.jobs.config.Dimension;
import io.nowfeed.jobs.config.WindowSize;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Settings that tests start from. */
final class PopularityFixtures {
  static final List<List<Dimension>> SEGMENTS =
      List.of(
          List.of(),
          List.of(Dimension.COUNTRY),
          List.of(Dimension.LANGUAGE),
          List.of(Dimension.LANGUAGE, Dimension.CATEGORY));

  private PopularityFixtures() {}

  /** Windows whose corrections come with the slide. */
  static Windows windows(long size, long slide, long allowedLateness) {
    return new Windows(size, slide, allowedLateness, slide);
  }

  /** The tally of counts by content id. */
  static byte[] tally(Map<String, long[]> counts) {
    TallyWriter writer = new TallyWriter(0);
    counts.keySet().stream()
        .map(contentId -> contentId.getBytes(StandardCharsets.UTF_8))
        .sorted(Arrays::compareUnsigned)
        .forEach(
            id ->
                writer.write(id, 0, id.length, counts.get(new String(id, StandardCharsets.UTF_8))));
    return writer.toBytes();
  }

  static PopularityOptions.Ranked ranked(Map<Action, Double> weights, int places, Measure... top) {
    return new PopularityOptions.Ranked(weights, 0, places, List.of(top), 1, 20);
  }

  static PopularityOptions options(List<Windows> windows, PopularityOptions.Ranked ranked) {
    return options(windows, 1_000, ranked);
  }

  static PopularityOptions options(
      List<Windows> windows, int combinedPairs, PopularityOptions.Ranked ranked) {
    return new PopularityOptions(
        windows.stream()
            .map(
                each ->
                    new WindowSize(Duration.ofMillis(each.size()), Duration.ofMillis(each.slide())))
            .toList(),
        Duration.ofMillis(windows.get(0).allowedLateness()),
        Duration.ofMinutes(1),
        SEGMENTS,
        List.of(18, 25),
        Duration.ofMinutes(1),
        combinedPairs,
        ranked);
  }
}
