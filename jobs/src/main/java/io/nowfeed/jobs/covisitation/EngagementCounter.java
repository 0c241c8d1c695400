package io.nowfeed.jobs.covisitation;

import io.nowfeed.jobs.flow.Engagement;
import io.nowfeed.jobs.flow.TimeToLive;
import io.nowfeed.jobs.flow.ToItem;
import io.nowfeed.jobs.flow.Visit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Counts what is engaged with, and tells the items of before how much to learn of it:
 *
 * <pre>  1 / √distance · 1 / √(count + 10)</pre>
 *
 * less, the more the user did in between, and the more everybody engages with the item anyway. That
 * is the cosine of item-based recommenders (Sarwar et al., WWW 2001) with its constant against
 * items of few engagements, whose rate is chance (Bell and Koren, Lessons from the Netflix Prize,
 * 2007: shrinkage). Here the count is known; where it would be asked for it is not. Questions pass
 * through, so that they stay in order with what their askers do.
 */
final class EngagementCounter extends KeyedProcessFunction<Long, ToItem, Visit> {
  private static final long serialVersionUID = 1L;

  /** How many engagements it takes until an item's own count matters most. */
  static final double SHRINKAGE = 10;

  private final CoVisitationOptions options;
  private transient ValueState<ItemCount> counts;

  EngagementCounter(CoVisitationOptions options) {
    this.options = options;
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<ItemCount> descriptor =
        new ValueStateDescriptor<>("count", TypeInformation.of(ItemCount.class));
    descriptor.enableTimeToLive(TimeToLive.of(options.retention()));
    counts = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(ToItem told, Context context, Collector<Visit> out) throws Exception {
    if (told.question() != null) {
      out.collect(told.question());
    } else {
      count(told.engagement(), out);
    }
  }

  private void count(Engagement engagement, Collector<Visit> out) throws Exception {
    ItemCount before = counts.value() == null ? ItemCount.NONE : counts.value();
    ItemCount now = before.with(engagement.ts(), (double) options.halfLife().toMillis());
    counts.update(now);
    double known = 1 / Math.sqrt(now.count() + SHRINKAGE);
    long[] items = engagement.before();
    for (int i = 0; i < items.length; i++) {
      float weight = (float) (known / Math.sqrt(i + 1));
      out.collect(Visit.learn(items[i], engagement.item(), weight, engagement.ts()));
    }
  }
}
