package io.nowfeed.bench.skew;

import io.nowfeed.bench.load.Load;
import io.nowfeed.bench.load.VertexLoad;
import io.nowfeed.bench.traffic.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The figures of the case as tables. */
final class SkewReport {
  private SkewReport() {}

  static List<String> ratios(List<SkewFigures> figures) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| mechanism | throughput uniform | hot | hot / uniform | CPU µs an event uniform | hot |"
            + " busiest subtask's bound uniform | hot | hot / uniform | busiest / mean, hot |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|");
    for (SkewFigures of : figures) {
      lines.add(
          line(
              "| %s | %,.0f/s | %,.0f/s | **%.2f** | %.2f | %.2f | %,.0f/s | %,.0f/s | **%.2f** |"
                  + " **%.2f** |",
              of.mechanism(),
              SkewFigures.median(of.uniform(), Load::throughput),
              SkewFigures.median(of.hot(), Load::throughput),
              of.throughput(),
              SkewFigures.median(of.uniform(), Load::cpuPerElement) / 1000,
              SkewFigures.median(of.hot(), Load::cpuPerElement) / 1000,
              SkewFigures.median(of.uniform(), Load::bound),
              SkewFigures.median(of.hot(), Load::bound),
              of.bound(),
              of.spread()));
    }
    return lines;
  }

  /** Each vertex of each run. */
  static List<String> vertices(List<SkewFigures> figures) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| mechanism | traffic | run | wall s | vertex | CPU s | busiest / mean by CPU |"
            + " by Flink's busy time | by bytes in | CPU ms of each subtask |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|");
    for (SkewFigures of : figures) {
      vertices(of.mechanism(), Traffic.UNIFORM, of.uniform(), lines);
      vertices(of.mechanism(), Traffic.HOT, of.hot(), lines);
    }
    return lines;
  }

  private static void vertices(
      Mechanism mechanism, Traffic traffic, List<Load> runs, List<String> lines) {
    for (int run = 0; run < runs.size(); run++) {
      Load load = runs.get(run);
      for (VertexLoad vertex : load.vertices()) {
        lines.add(
            line(
                "| %s | %s | %d | %.1f | %s | %.1f | %.2f | %.2f | %.2f | %s |",
                mechanism,
                traffic,
                run + 1,
                load.wallNanos() / 1e9,
                vertex.vertex(),
                vertex.cpu() / 1e9,
                vertex.cpuSpread(),
                vertex.busySpread(),
                vertex.bytesSpread(),
                each(vertex.cpuNanos(), nanos -> nanos / 1_000_000)));
      }
    }
  }

  private static String each(List<Long> figures, Function<Long, Long> unit) {
    return figures.stream().map(unit).map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static String line(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }
}
