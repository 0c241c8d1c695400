package io.nowfeed.bench.hotpath;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures this process between two counts of events read. Kafka's own consumers say how many they
 * handed out, whoever uses them. What is read is not yet done: between Flink's source and sink are
 * some buffers, in Kafka Streams a repartition topic and what its caches hold until the next
 * commit. So much must be read that this weighs little: several commits' worth.
 */
final class Gauge {
  private static final Logger LOG = LoggerFactory.getLogger(Gauge.class);
  private static final long LOOK_MILLIS = 20;
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final String CONSUMED = "records-consumed-total";

  private final List<String> topics;
  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * @param topics whose records are events
   */
  Gauge(List<String> topics) {
    this.topics = topics;
  }

  /** What is known at a moment; allocated is what threads did that live then. */
  private record Mark(long events, long nanos, long cpuNanos, long allocatedBytes) {}

  /**
   * Waits for the second count.
   *
   * @param from how many events are not measured: they warm up
   * @param to until how many
   */
  Measured measure(long from, long to) throws IOException, JMException, InterruptedException {
    Mark begin = await(from);
    Mark end = await(to);
    return new Measured(
        end.events - begin.events,
        end.nanos - begin.nanos,
        end.cpuNanos - begin.cpuNanos,
        end.allocatedBytes - begin.allocatedBytes,
        peakBytes());
  }

  private Mark await(long events) throws JMException, InterruptedException {
    long read = read();
    long since = System.nanoTime();
    while (read < events) {
      Thread.sleep(LOOK_MILLIS);
      long now = read();
      if (now > read) {
        since = System.nanoTime();
      } else if (System.nanoTime() - since > PATIENCE_NANOS) {
        throw new IllegalStateException(
            "%,d of %,d events are read, and no more came for a minute".formatted(now, events));
      }
      read = now;
    }
    return new Mark(read, System.nanoTime(), system.getProcessCpuTime(), allocated());
  }

  private long read() throws JMException {
    double sum = 0;
    for (String topic : topics) {
      Set<ObjectName> found =
          beans.queryNames(
              new ObjectName(
                  "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*,topic=" + topic),
              null);
      for (ObjectName name : found) {
        try {
          sum += (Double) beans.getAttribute(name, CONSUMED);
        } catch (InstanceNotFoundException | AttributeNotFoundException e) {
          // Kafka registers it anew when another metric joins it: the next look will find it.
          LOG.debug("{} is not there at the moment", name, e);
        }
      }
    }
    return (long) sum;
  }

  private long allocated() {
    return Stream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .flatMapToLong(java.util.Arrays::stream)
        .filter(bytes -> bytes > 0)
        .sum();
  }

  /** The most that was ever resident; 0 where the system does not say. */
  private static long peakBytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    }
  }
}
