package io.nowfeed.bench.bigquery;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the rounds of one contender against one server took. */
final class WriteFigures {
  private static final OperatingSystemMXBean MACHINE =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final String name;
  private final int rows;
  private final int passes;
  private final List<Round> rounds = new ArrayList<>();

  /**
   * Without rounds yet.
   *
   * @param rows that a contender has
   * @param passes how often it writes them in a round
   */
  WriteFigures(String name, int rows, int passes) {
    this.name = name;
    this.rows = rows;
    this.passes = passes;
  }

  /**
   * One round, in seconds.
   *
   * @param wall from the first row to the last one visible
   * @param clientCpu of this process, its compiler and garbage collector too
   * @param serverCpu of the server's
   */
  private record Round(double wall, double clientCpu, double serverCpu) {}

  /** Takes the time of a round. */
  void measure(Contender contender, ServerProcess server, String dataset) throws Exception {
    long serverCpu = server.cpuNanos();
    long clientCpu = MACHINE.getProcessCpuTime();
    long start = System.nanoTime();
    contender.write(server.connection(dataset), passes);
    rounds.add(
        new Round(
            (System.nanoTime() - start) / 1e9,
            (MACHINE.getProcessCpuTime() - clientCpu) / 1e9,
            (server.cpuNanos() - serverCpu) / 1e9));
  }

  /** Rows a second, median of the rounds. */
  double rowsPerSecond() {
    return written() / sorted(Round::wall).get(rounds.size() / 2);
  }

  /** Rows a second of this process's CPU time, median of the rounds. */
  double rowsPerCpuSecond() {
    return written() / sorted(Round::clientCpu).get(rounds.size() / 2);
  }

  /** A line of the table: medians, and the slowest and fastest round. */
  String line(String server) {
    List<Double> walls = sorted(Round::wall);
    return "| %s | %s | %,.0f | %,.0f | %,.0f to %,.0f | %,.0f | %.2f | %.2f |"
        .formatted(
            server,
            name,
            written(),
            rowsPerSecond(),
            written() / walls.get(walls.size() - 1),
            written() / walls.get(0),
            rowsPerCpuSecond(),
            sorted(Round::clientCpu).get(rounds.size() / 2),
            sorted(Round::serverCpu).get(rounds.size() / 2));
  }

  private double written() {
    return (double) rows * passes;
  }

  private List<Double> sorted(ToDoubleFunction<Round> figure) {
    return rounds.stream().mapToDouble(figure).sorted().boxed().toList();
  }
}
