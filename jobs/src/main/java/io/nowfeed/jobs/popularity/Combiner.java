package io.nowfeed.jobs.popularity;

import io.nowfeed.events.EnrichedInteraction;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts in memory, before anything crosses the network: an item that takes nearly all clicks costs
 * its segment one entry a subtask and pane, however many they are, so no subtask behind is busier
 * for it.
 *
 * <p>Counts are handed on when their pane closes; when there are too many of them; and before each
 * checkpoint, so that none is in memory alone when the events it counts are taken as processed.
 * This is what Flink SQL's mini-batch aggregation does.
 */
final class Combiner extends AbstractStreamOperator<PaneTally>
    implements OneInputStreamOperator<EnrichedInteraction, PaneTally> {
  private static final long serialVersionUID = 1L;

  private final Windows windows;
  private final PopularityOptions options;
  private transient Segmentation segmentation;
  private transient TreeMap<Long, PaneCounts> panes;
  private transient int pairs;

  /**
   * @param windows those with the shortest panes
   * @param options segments, and how many counts are kept
   */
  Combiner(Windows windows, PopularityOptions options) {
    this.windows = windows;
    this.options = options;
  }

  @Override
  public void open() throws Exception {
    super.open();
    segmentation = new Segmentation(options.segments(), options.ageBands());
    panes = new TreeMap<>();
    pairs = 0;
  }

  @Override
  public void processElement(StreamRecord<EnrichedInteraction> element) {
    EnrichedInteraction interaction = element.getValue();
    pairs +=
        panes
            .computeIfAbsent(windows.pane(interaction.ts()), pane -> new PaneCounts())
            .add(interaction, segmentation.of(interaction));
    if (pairs >= options.combinedPairs()) {
      handOn(Long.MAX_VALUE);
    }
  }

  /** What a watermark closes must be before it. */
  @Override
  public void processWatermark(Watermark mark) throws Exception {
    handOn(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    handOn(Long.MAX_VALUE);
  }

  @Override
  public void finish() throws Exception {
    handOn(Long.MAX_VALUE);
    super.finish();
  }

  /** How many counts are in memory. */
  int pairs() {
    return pairs;
  }

  private void handOn(long watermark) {
    Iterator<Map.Entry<Long, PaneCounts>> open = panes.entrySet().iterator();
    while (open.hasNext()) {
      Map.Entry<Long, PaneCounts> pane = open.next();
      if (!windows.closed(pane.getKey(), watermark)) {
        return;
      }
      pairs -= pane.getValue().pairs();
      pane.getValue().tallies().forEach((segment, tally) -> handOn(segment, pane.getKey(), tally));
      open.remove();
    }
  }

  private void handOn(String segment, long pane, byte[] tally) {
    output.collect(new StreamRecord<>(new PaneTally(segment, pane, tally), pane));
  }
}
