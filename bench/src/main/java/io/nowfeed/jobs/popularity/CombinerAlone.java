package io.nowfeed.jobs.popularity;

import io.nowfeed.bench.flow.Feed;
import io.nowfeed.events.EnrichedInteraction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** The combiner, one subtask, without a network behind it. */
public final class CombinerAlone implements AutoCloseable {
  private static final long WATERMARK_EVERY_MILLIS = 1000;

  private final OneInputStreamOperatorTestHarness<EnrichedInteraction, PaneTally> harness;
  private final Combiner combiner;
  private long nextWatermark;
  private long bytesOut;

  /**
   * @param options those of the job
   */
  public CombinerAlone(PopularityOptions options) throws Exception {
    combiner =
        new Combiner(Windows.of(options.windows(), options.allowedLateness()).get(0), options);
    harness = new OneInputStreamOperatorTestHarness<>(combiner);
    harness.open();
  }

  /** Takes the elements of a feed from a number on; watermarks come in between. */
  public void take(Feed<EnrichedInteraction> feed, long from, long to) throws Exception {
    StreamRecord<EnrichedInteraction> record = new StreamRecord<>(null);
    for (long number = from; number < to; number++) {
      long ts = feed.ts(number);
      if (ts >= nextWatermark) {
        nextWatermark = ts - Math.floorMod(ts, WATERMARK_EVERY_MILLIS) + WATERMARK_EVERY_MILLIS;
        combiner.processWatermark(new Watermark(ts - 1));
        forgetOutput();
      }
      combiner.processElement(record.replace(feed.element(number), ts));
    }
    forgetOutput();
  }

  /** Bytes of tallies that went out. */
  public long bytesOut() {
    return bytesOut;
  }

  private void forgetOutput() {
    for (PaneTally tally : harness.extractOutputValues()) {
      bytesOut += tally.tally().length;
    }
    harness.getOutput().clear();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
