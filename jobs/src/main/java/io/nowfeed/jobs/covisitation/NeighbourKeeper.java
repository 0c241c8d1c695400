package io.nowfeed.jobs.covisitation;

import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.TimeToLive;
import io.nowfeed.jobs.flow.Visit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps the neighbours of items. */
final class NeighbourKeeper extends KeyedProcessFunction<Long, Visit, Neighbours> {
  private static final long serialVersionUID = 1L;

  private final CoVisitationOptions options;
  private transient ValueState<Neighbourhood> neighbourhoods;

  NeighbourKeeper(CoVisitationOptions options) {
    this.options = options;
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Neighbourhood> descriptor =
        new ValueStateDescriptor<>("neighbours", TypeInformation.of(Neighbourhood.class));
    descriptor.enableTimeToLive(TimeToLive.of(options.retention()));
    neighbourhoods = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(Visit visit, Context context, Collector<Neighbours> out)
      throws Exception {
    Neighbourhood known = neighbourhoods.value();
    if (visit.asker() != null) {
      out.collect(known == null ? Neighbours.none(visit) : answer(visit, known));
    }
    if (visit.learned() != 0) {
      Neighbourhood now = known == null ? new Neighbourhood() : known;
      now.learn(
          visit.learned(),
          visit.weight(),
          visit.ts(),
          (double) options.halfLife().toMillis(),
          options.neighbours());
      neighbourhoods.update(now);
    }
  }

  private Neighbours answer(Visit visit, Neighbourhood known) {
    return known.answer(visit, (double) options.halfLife().toMillis(), options.answered());
  }
}
