package io.nowfeed.sinks.bigquery;

import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimitedSourceReader;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;

/** The numbers from 0, so many between two checkpoints: a job long enough to break things in. */
final class PacedSequence extends NumberSequenceSource {
  private static final long serialVersionUID = 1;

  private final int perCheckpoint;

  PacedSequence(long count, int perCheckpoint) {
    super(0, count - 1);
    this.perCheckpoint = perCheckpoint;
  }

  @Override
  public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
    @SuppressWarnings("unchecked") // Flink declares it raw
    RateLimiter<NumberSequenceSplit> limiter =
        RateLimiterStrategy.perCheckpoint(perCheckpoint)
            .createRateLimiter(context.currentParallelism());
    return new RateLimitedSourceReader<>(super.createReader(context), limiter);
  }
}
