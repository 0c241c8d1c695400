package io.nowfeed.bench.skew;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.bench.load.BenchCluster;
import io.nowfeed.bench.load.Load;
import io.nowfeed.bench.traffic.Traffic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link SkewCase} in small: a hot item costs no throughput and burdens no subtask.
 *
 * <p>What is asserted of subtasks is CPU time of their threads, which neither another build nor the
 * number of cores changes; wall time takes part as a ratio of runs in turn only.
 */
class SkewITCase {
  private static final int PARALLELISM = 8;
  private static final SkewCase CASE = new SkewCase(20_000, 20_000, 15, PARALLELISM);
  private static final SkewCase SMALL = new SkewCase(20_000, 20_000, 5, PARALLELISM);
  private static final Map<String, String> DEFAULTS = Map.of();

  @TempDir private Path folder;

  @Test
  void aHotItemCostsNoThroughputAndNoSubtaskIsBusierThanTwiceTheMean() throws Exception {
    try (BenchCluster cluster = BenchCluster.start(folder, PARALLELISM)) {
      SMALL.run(cluster, Mechanism.COMBINED, 1, DEFAULTS);
      SkewFigures figures = CASE.run(cluster, Mechanism.COMBINED, 3, DEFAULTS);
      SkewReport.vertices(List.of(figures)).forEach(System.out::println);
      SkewReport.ratios(List.of(figures)).forEach(System.out::println);
      assertThat(figures.throughput()).as("hot by uniform, on this machine").isGreaterThan(0.95);
      assertThat(figures.bound()).as("hot by uniform, of the busiest").isGreaterThan(0.95);
      assertThat(figures.spread()).as("busiest by mean").isLessThan(2);

      Load perEvent = CASE.run(cluster, Mechanism.PER_EVENT, Traffic.HOT, DEFAULTS);
      System.out.println("busiest by mean without combining: " + perEvent.spread());
      assertThat(perEvent.spread()).as("the yardstick sees a hot key").isGreaterThan(2);
    }
  }
}
