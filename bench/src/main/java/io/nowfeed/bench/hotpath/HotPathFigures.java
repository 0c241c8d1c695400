package io.nowfeed.bench.hotpath;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured of each contender, as a table, and the goals. */
final class HotPathFigures {
  private final Map<Contender, List<Measured>> rounds = new EnumMap<>(Contender.class);

  HotPathFigures(List<Contender> contenders) {
    contenders.forEach(contender -> rounds.put(contender, new ArrayList<>()));
  }

  void add(Contender contender, Measured measured) {
    rounds.get(contender).add(measured);
  }

  Map<Contender, List<Measured>> all() {
    return rounds;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "| contender | events/s | CPU-s a million events | least to most | allocated, B an event | peak memory, MB |");
    lines.add("|---|---|---|---|---|---|");
    rounds.forEach(
        (contender, each) ->
            lines.add(
                "| %s | %,.0f | %.2f | %.2f to %.2f | %,.0f | %,.0f |"
                    .formatted(
                        contender.text(),
                        median(each, Measured::eventsPerSecond),
                        median(each, Measured::cpuSecondsPerMillion),
                        least(each),
                        most(each),
                        median(each, Measured::allocatedPerEvent),
                        median(each, one -> one.peakBytes() / 1e6))));
    lines.add("");
    goal(
        lines,
        "join + count: times Kafka Streams' events a CPU-second",
        Contender.NOWFEED_COUNT,
        Contender.STREAMS_COUNT,
        3);
    goal(
        lines,
        "join: times Kafka Streams' events a CPU-second",
        Contender.NOWFEED_JOIN,
        Contender.STREAMS_JOIN,
        0);
    goal(
        lines,
        "the whole job, an event of any kind: times Kafka Streams doing join + count of interactions",
        Contender.NOWFEED_WHOLE,
        Contender.STREAMS_COUNT,
        1);
    goal(
        lines,
        "join: part of Flink's source and parser alone",
        Contender.NOWFEED_JOIN,
        Contender.FLINK_PARSE,
        0.4);
    return lines;
  }

  private void goal(List<String> lines, String what, Contender ours, Contender other, double goal) {
    if (rounds.containsKey(ours) && rounds.containsKey(other)) {
      double ratio =
          median(rounds.get(other), Measured::cpuSecondsPerMillion)
              / median(rounds.get(ours), Measured::cpuSecondsPerMillion);
      lines.add(
          "- %s: **%.2f**%s"
              .formatted(what, ratio, goal == 0 ? "" : " (goal %.1f)".formatted(goal)));
    }
  }

  private static double median(List<Measured> rounds, ToDoubleFunction<Measured> of) {
    double[] sorted = rounds.stream().mapToDouble(of).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static double least(List<Measured> rounds) {
    return rounds.stream().mapToDouble(Measured::cpuSecondsPerMillion).min().orElse(0);
  }

  private static double most(List<Measured> rounds) {
    return rounds.stream().mapToDouble(Measured::cpuSecondsPerMillion).max().orElse(0);
  }
}
