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
  private final long rows;
  private final List<Round> rounds = new ArrayList<>();

  WriteFigures(String name, long rows) {
    this.name = name;
    this.rows = rows;
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
    contender.write(server.connection(dataset));
    rounds.add(
        new Round(
            (System.nanoTime() - start) / 1e9,
            (MACHINE.getProcessCpuTime() - clientCpu) / 1e9,
            (server.cpuNanos() - serverCpu) / 1e9));
  }

  /** Rows a second, median of the rounds. */
  double rowsPerSecond() {
    return rows / sorted(Round::wall).get(rounds.size() / 2);
  }

  /** Rows a second of this process's CPU time, median of the rounds. */
  double rowsPerCpuSecond() {
    return rows / sorted(Round::clientCpu).get(rounds.size() / 2);
  }

  /** A line of the table: medians, and the slowest and fastest round. */
  String line(String server) {
    List<Double> walls = sorted(Round::wall);
    return "| %s | %s | %,.0f | %,.0f to %,.0f | %,.0f | %.2f | %.2f |"
        .formatted(
            server,
            name,
            rowsPerSecond(),
            rows / walls.get(walls.size() - 1),
            rows / walls.get(0),
            rowsPerCpuSecond(),
            sorted(Round::clientCpu).get(rounds.size() / 2),
            sorted(Round::serverCpu).get(rounds.size() / 2));
  }

  private List<Double> sorted(ToDoubleFunction<Round> figure) {
    return rounds.stream().mapToDouble(figure).sorted().boxed().toList();
  }
}
