package io.nowfeed.bench.load;

import java.util.List;

/**
 * What a run cost.
 *
 * @param elements that went through
 * @param wallNanos from the start of the sources until the last watermark reached the sinks
 * @param processCpuNanos CPU time of the whole process meanwhile: also collector, compiler, network
 * @param vertices what each did
 */
public record Load(long elements, long wallNanos, long processCpuNanos, List<VertexLoad> vertices) {
  /** A vertex with less than this share of the work is noise. */
  private static final double COUNTS_FROM = 0.05;

  /** Elements a second. */
  public double throughput() {
    return elements * 1e9 / wallNanos;
  }

  /** CPU time of the process an element, nanoseconds. */
  public double cpuPerElement() {
    return (double) processCpuNanos / elements;
  }

  /**
   * Elements a second that the busiest subtask could do with a core of its own: what bounds the
   * throughput at this parallelism where there are cores enough, and does not depend on how many
   * there are here.
   */
  public double bound() {
    long busiest = vertices.stream().mapToLong(VertexLoad::maxCpu).max().orElse(0);
    return elements * 1e9 / busiest;
  }

  /** The largest spread of the vertices that do a noticeable part of the work. */
  public double spread() {
    long all = vertices.stream().mapToLong(VertexLoad::cpu).sum();
    return vertices.stream()
        .filter(vertex -> vertex.cpu() >= COUNTS_FROM * all)
        .mapToDouble(VertexLoad::cpuSpread)
        .max()
        .orElse(1);
  }
}
