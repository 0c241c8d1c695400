package io.nowfeed.jobs.enrichment;

import io.nowfeed.events.ContentFacts;
import io.nowfeed.jobs.flow.ContentChange;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.FlowTypes;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;

/** Adds the facts of the content item to interactions. */
public final class ContentJoinStage {
  /** The join's uid; state hangs on it. */
  public static final String UID = "enrich-with-content";

  /** Lives as long as the catalogue: withdrawn items are removed. */
  static final MapStateDescriptor<String, ContentFacts> FACTS =
      new MapStateDescriptor<>(
          "content-facts", Types.STRING, TypeInformation.of(ContentFacts.class));

  private ContentJoinStage() {}

  /** The events in their order, interactions with the facts of their item. */
  public static SingleOutputStreamOperator<EnrichedEvent> attach(
      DataStream<EnrichedEvent> events, DataStream<ContentChange> content) {
    return events
        .connect(content.broadcast(FACTS))
        .process(new ContentJoin())
        .returns(FlowTypes.ENRICHED_EVENT)
        .uid(UID)
        .name("Enrich with content");
  }

  static final class ContentJoin
      extends BroadcastProcessFunction<EnrichedEvent, ContentChange, EnrichedEvent> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(
        EnrichedEvent event, ReadOnlyContext context, Collector<EnrichedEvent> out)
        throws Exception {
      if (event.interaction() == null) {
        out.collect(event);
        return;
      }
      ContentFacts facts = context.getBroadcastState(FACTS).get(event.interaction().contentId());
      out.collect(EnrichedEvent.of(event.key(), event.interaction().withContent(facts)));
    }

    @Override
    public void processBroadcastElement(
        ContentChange change, Context context, Collector<EnrichedEvent> out) throws Exception {
      if (change.item() == null) {
        context.getBroadcastState(FACTS).remove(change.contentId());
      } else {
        context.getBroadcastState(FACTS).put(change.contentId(), ContentFacts.of(change.item()));
      }
    }
  }
}
