package io.nowfeed.jobs.source;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.metrics.JobMetric;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.CompositeType;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Parts events from dead letters, which leave by a side output. */
public final class AcceptStage {
  /** Prefix of the uid; the topic's short name follows. */
  public static final String UID = "accept-";

  /** What could not be taken. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

  private AcceptStage() {}

  /** The events of {@code inbound}. */
  public static <T> SingleOutputStreamOperator<T> attach(
      DataStream<Inbound<T>> inbound, String name, TypeInformation<T> type) {
    return inbound.process(new Accept<T>()).returns(type).uid(UID + name).name("Accept " + name);
  }

  /** The type of what is accepted. */
  public static <T> TypeInformation<T> typeOf(TypeInformation<Inbound<T>> inbound) {
    return ((CompositeType<Inbound<T>>) inbound).getTypeAt("event");
  }

  static final class Accept<T> extends ProcessFunction<Inbound<T>, T> {
    private static final long serialVersionUID = 1L;

    private transient Map<DeadLetterReason, Counter> refused;

    @Override
    public void open(OpenContext context) {
      refused = new EnumMap<>(DeadLetterReason.class);
      for (DeadLetterReason reason : DeadLetterReason.values()) {
        refused.put(
            reason,
            JobMetric.DEAD_LETTERS.counter(
                getRuntimeContext().getMetricGroup(), Map.of("reason", reason.name())));
      }
    }

    @Override
    public void processElement(Inbound<T> inbound, Context context, Collector<T> out) {
      if (inbound.event() == null) {
        refused.get(inbound.deadLetter().reason()).inc();
        context.output(DEAD_LETTERS, inbound.deadLetter());
      } else {
        out.collect(inbound.event());
      }
    }
  }
}
