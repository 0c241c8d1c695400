package io.nowfeed.jobs.enrichment;

import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.flow.UserUpdate;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.util.Collector;

/**
 * Sends the word that a partition is loaded to every part of the join, on the channels of the
 * changes and behind them: one copy a key group, so that none is missed at any parallelism.
 */
final class LoadedSpread extends RichFlatMapFunction<UserUpdate, UserUpdate> {
  private static final long serialVersionUID = 1L;

  private transient UserHash[] keyOfGroup;

  @Override
  public void open(OpenContext context) {
    int groups = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    keyOfGroup = new UserHash[groups];
    int missing = groups;
    for (long high = 0; missing > 0; high++) {
      UserHash key = new UserHash(high, 0);
      int group = KeyGroupRangeAssignment.assignToKeyGroup(key, groups);
      if (keyOfGroup[group] == null) {
        keyOfGroup[group] = key;
        missing--;
      }
    }
  }

  @Override
  public void flatMap(UserUpdate update, Collector<UserUpdate> out) {
    if (update.loaded() == null) {
      out.collect(update);
      return;
    }
    for (UserHash key : keyOfGroup) {
      out.collect(update.to(key));
    }
  }
}
