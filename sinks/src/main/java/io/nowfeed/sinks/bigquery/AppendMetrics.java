package io.nowfeed.sinks.bigquery;

import com.google.api.core.ApiFuture;
import io.nowfeed.sinks.metrics.SinkMetric;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.util.clock.Clock;

/** Flink's standard sink metrics, and our own: {@link SinkMetric}. */
final class AppendMetrics {
  private final SinkWriterMetricGroup group;
  private final Clock clock;
  private final Counter sentAgain;
  private final Histogram latency;
  private final Map<RefusedRow.Reason, Counter> refused = new EnumMap<>(RefusedRow.Reason.class);
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile long latestMillis;

  AppendMetrics(SinkWriterMetricGroup group, Clock clock) {
    this.group = group;
    this.clock = clock;
    sentAgain = SinkMetric.APPENDS_SENT_AGAIN.counter(group);
    latency = SinkMetric.APPEND_MILLIS.histogram(group);
    for (RefusedRow.Reason reason : RefusedRow.Reason.values()) {
      refused.put(reason, SinkMetric.REFUSED_ROWS.counter(group, Map.of("reason", reason.name())));
    }
    group.setCurrentSendTimeGauge(() -> latestMillis);
    SinkMetric.APPENDS_IN_FLIGHT.gauge(group, inFlight::get);
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

  /** Rows failed with their append. */
  void refused(int rows) {
    group.getNumRecordsSendErrorsCounter().inc(rows);
  }

  /** A row the table cannot take. */
  void refused(RefusedRow.Reason reason) {
    refused(1);
    refused.get(reason).inc();
  }

  private void answered(long start) {
    inFlight.decrementAndGet();
    long millis = TimeUnit.NANOSECONDS.toMillis(clock.relativeTimeNanos() - start);
    latestMillis = millis;
    latency.update(millis);
  }
}
