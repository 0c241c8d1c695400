package io.nowfeed.sinks.bigquery;

import com.google.api.core.ApiFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.util.clock.Clock;

/**
 * Flink's standard sink metrics, and {@code appendsInFlight}, which may lag an answer by a moment.
 *
 * <p>{@code numRecordsSend} and {@code numBytesSend} count what was handed to the client, {@code
 * numRecordsSendErrors} the rows of refused appends. {@code currentSendTime} is how long the latest
 * append took from there to its answer, in milliseconds. When it grows and {@code appendsInFlight}
 * stands at its limit, BigQuery or the network is the bottleneck.
 */
final class AppendMetrics {
  private final SinkWriterMetricGroup group;
  private final Clock clock;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile long latestMillis;

  AppendMetrics(SinkWriterMetricGroup group, Clock clock) {
    this.group = group;
    this.clock = clock;
    group.setCurrentSendTimeGauge(() -> latestMillis);
    group.<Integer, org.apache.flink.metrics.Gauge<Integer>>gauge("appendsInFlight", inFlight::get);
  }

  void sent(ApiFuture<?> append, int rows, int bytes) {
    group.getNumRecordsSendCounter().inc(rows);
    group.getNumBytesSendCounter().inc(bytes);
    inFlight.incrementAndGet();
    long start = clock.relativeTimeNanos();
    append.addListener(() -> answered(start), Runnable::run);
  }

  void refused(int rows) {
    group.getNumRecordsSendErrorsCounter().inc(rows);
  }

  private void answered(long start) {
    inFlight.decrementAndGet();
    latestMillis = TimeUnit.NANOSECONDS.toMillis(clock.relativeTimeNanos() - start);
  }
}
