package io.nowfeed.bench.skew;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.UserAttributes;
import java.time.Duration;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.Collector;

/** Counts by (segment, item), event by event, with nothing but what Flink brings. */
final class CountedPerEvent {
  private static final Duration PANE = Duration.ofSeconds(5);
  private static final int YEAR = 2026;

  private CountedPerEvent() {}

  static void attach(DataStream<EnrichedInteraction> interactions, Sink<Long> sink) {
    interactions
        .flatMap(new ToKeys())
        .returns(Counted.class)
        .uid("split-segments")
        .name("Split segments")
        .keyBy(Counted::key, TypeInformation.of(Key.class))
        .window(TumblingEventTimeWindows.of(PANE))
        .aggregate(new Count(), Types.LONG, Types.LONG)
        .uid("count-windows")
        .name("Count windows")
        .sinkTo(sink)
        .uid("sink-counts")
        .name("Sink: counts");
  }

  /** What is counted by. */
  public record Key(String segment, String contentId) {}

  /** An action to count. */
  public record Counted(Key key, Action action) {}

  private static final class ToKeys implements FlatMapFunction<EnrichedInteraction, Counted> {
    private static final long serialVersionUID = 1L;
    private static final int[] AGES = {18, 25, 35, 45, 55, 65};

    @Override
    public void flatMap(EnrichedInteraction interaction, Collector<Counted> out) {
      UserAttributes user = interaction.attributes();
      ContentFacts item = interaction.content();
      emit("global", interaction, out);
      emit("country=" + user.country(), interaction, out);
      emit("region=" + user.region(), interaction, out);
      emit("language=" + item.language(), interaction, out);
      emit("category=" + item.category(), interaction, out);
      emit("language=" + item.language() + ",category=" + item.category(), interaction, out);
      emit("age-band=" + band(YEAR - user.birthYear()), interaction, out);
    }

    private static int band(int age) {
      int from = 0;
      for (int each : AGES) {
        from = age >= each ? each : from;
      }
      return from;
    }

    private static void emit(
        String segment, EnrichedInteraction interaction, Collector<Counted> out) {
      out.collect(new Counted(new Key(segment, interaction.contentId()), interaction.action()));
    }
  }

  /** All actions alike, which is less than popularity needs. */
  private static final class Count implements AggregateFunction<Counted, Long, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Counted counted, Long count) {
      return count + 1;
    }

    @Override
    public Long getResult(Long count) {
      return count;
    }

    @Override
    public Long merge(Long one, Long other) {
      return one + other;
    }
  }
}
