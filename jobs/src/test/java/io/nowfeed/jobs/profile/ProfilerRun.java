package io.nowfeed.jobs.profile;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Rung;
import io.nowfeed.jobs.JobFixtures;
import io.nowfeed.jobs.config.Experiment;
import io.nowfeed.jobs.config.Experiment.Arm;
import io.nowfeed.jobs.flow.Engagement;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.Occasion;
import io.nowfeed.jobs.flow.ToItem;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.flow.Visit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** A profiler alone: of six items, three learn; four are asked at first, and two again. */
final class ProfilerRun implements AutoCloseable {
  static final Duration ACTIVE_FOR = Duration.ofMinutes(5);
  static final Duration RETENTION = Duration.ofDays(90);

  private final ProfileOptions options;
  private KeyedOneInputStreamOperatorTestHarness<UserHash, EnrichedEvent, Occasion> profiler;
  private final List<ToItem> told = new ArrayList<>();
  private long clock = Fixtures.NOON;

  /** All users are in one arm with lists of these rungs. */
  ProfilerRun(Set<Rung> rungs) throws Exception {
    options =
        new ProfileOptions(
            6,
            3,
            4,
            2,
            ACTIVE_FOR,
            Duration.ofDays(7),
            RETENTION,
            new Experiment("ladder", List.of(new Arm("arm", 1, EnumSet.copyOf(rungs)))));
    startFrom(null);
  }

  void clockIs(long now) throws Exception {
    clock = now;
    profiler.setProcessingTime(now);
    profiler.setStateTtlProcessingTime(now);
  }

  void restart() throws Exception {
    OperatorSubtaskState state = profiler.snapshot(1, clock);
    profiler.close();
    startFrom(state);
  }

  /** Ann's beacon of a session; the occasion it makes. */
  Occasion beacon(String session, long ts) throws Exception {
    return happens(
        JobFixtures.active("ann", Fixtures.user("GB", "en"), session, MatchReason.MATCHED, ts));
  }

  /** Ann clicks in a session; the occasion it makes. */
  Occasion clicks(String session, String contentId, long ts) throws Exception {
    return does(Action.CLICK, session, contentId, ts);
  }

  /** Ann does something with content of sport; the occasion it makes. */
  Occasion does(Action action, String session, String contentId, long ts) throws Exception {
    EnrichedEvent event =
        JobFixtures.interacted(
            "ann", null, action, contentId, session, MatchReason.NO_SUCH_USER, ts);
    ContentFacts sport = new ContentFacts("sport", "en", List.of());
    return happens(EnrichedEvent.of("ann", event.interaction().withContent(sport)));
  }

  /** The occasion an event makes, null when none. */
  Occasion happens(EnrichedEvent event) throws Exception {
    profiler.getOutput().clear();
    profiler.processElement(event, 0);
    var said = profiler.getSideOutput(ProfileStage.TO_ITEMS);
    while (said != null && !said.isEmpty()) {
      told.add(said.poll().getValue());
    }
    List<Occasion> made = profiler.extractOutputValues();
    return made.isEmpty() ? null : made.get(0);
  }

  /** What items were told since the last time. */
  List<ToItem> told() {
    List<ToItem> all = List.copyOf(told);
    told.clear();
    return all;
  }

  /** What items were asked since the last time. */
  List<Visit> asked() {
    return told().stream().map(ToItem::question).filter(Objects::nonNull).toList();
  }

  /** What items were taught since the last time. */
  List<Engagement> taught() {
    return told().stream().map(ToItem::engagement).filter(Objects::nonNull).toList();
  }

  int stateEntries() {
    return profiler.numKeyedStateEntries();
  }

  @Override
  public void close() throws Exception {
    profiler.close();
  }

  private void startFrom(OperatorSubtaskState state) throws Exception {
    profiler =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new Profiler(options)),
            EnrichedEvent::hash,
            FlowTypes.USER_HASH);
    profiler.setStateTtlProcessingTime(clock);
    profiler.setup();
    if (state != null) {
      profiler.initializeState(state);
    }
    profiler.open();
    profiler.setProcessingTime(clock);
  }
}
