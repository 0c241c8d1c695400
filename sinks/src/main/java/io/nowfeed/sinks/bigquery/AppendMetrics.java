package io.nowfeed.sinks.bigquery;

import com.google.api.core.ApiFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.util.clock.Clock;

/**
 * Flink's standard sink metrics, and our own. {@code docs/sinks.md} says what to make of them.
 *
 * <p>{@code numRecordsSend} and {@code numBytesSend} count what was handed to the client, once;
 * {@code numRecordsSendErrors} the rows that BigQuery or the encoder refused. {@code
 * currentSendTime} is how long the latest append took from there to its answer, {@code
 * appendLatency} how long the latest thousand did, both in milliseconds. {@code appendsInFlight}
 * may lag an answer by a moment. {@code appendsSentAgain} counts appends.
 */
final class AppendMetrics {
  private static final int LATENCIES_KEPT = 1_000;

  private final SinkWriterMetricGroup group;
  private final Clock clock;
  private final Counter sentAgain;
  private final Histogram latency;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile long latestMillis;

  AppendMetrics(SinkWriterMetricGroup group, Clock clock) {
    this.group = group;
    this.clock = clock;
    sentAgain = group.counter("appendsSentAgain");
    latency = group.histogram("appendLatency", new DescriptiveStatisticsHistogram(LATENCIES_KEPT));
    group.setCurrentSendTimeGauge(() -> latestMillis);
    group.<Integer, Gauge<Integer>>gauge("appendsInFlight", inFlight::get);
  }

  /** Rows were handed to the client for the first time. */
  void sent(int rows, int bytes) {
    group.getNumRecordsSendCounter().inc(rows);
    group.getNumBytesSendCounter().inc(bytes);
  }

  /** An append, again or not, waits for its answer. */
  void underWay(ApiFuture<?> append) {
    inFlight.incrementAndGet();
    long start = clock.relativeTimeNanos();
    append.addListener(() -> answered(start), Runnable::run);
  }

  void sentAgain() {
    sentAgain.inc();
  }

  void refused(int rows) {
    group.getNumRecordsSendErrorsCounter().inc(rows);
  }

  private void answered(long start) {
    inFlight.decrementAndGet();
    long millis = TimeUnit.NANOSECONDS.toMillis(clock.relativeTimeNanos() - start);
    latestMillis = millis;
    latency.update(millis);
  }
}
