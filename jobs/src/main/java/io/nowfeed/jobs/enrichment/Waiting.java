package io.nowfeed.jobs.enrichment;

import io.nowfeed.jobs.flow.UserEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.TimerService;

/** The events of the current user that wait, in their order, until their user or a timer comes. */
final class Waiting {
  /** Cleared with the wait it belongs to. */
  static final ListStateDescriptor<UserEvent> EVENTS =
      new ListStateDescriptor<>("waiting", TypeInformation.of(UserEvent.class));

  /** Cleared when it ends: by the user's arrival, by the timer, or by one event too many. */
  static final ValueStateDescriptor<Wait> WAIT =
      new ValueStateDescriptor<>("wait", TypeInformation.of(Wait.class));

  private final ListState<UserEvent> events;
  private final ValueState<Wait> wait;
  private final TimerService timers;

  /** Of all users: read by other threads, which need not see the latest. */
  private long count;

  Waiting(RuntimeContext context, TimerService timers) {
    this.events = context.getListState(EVENTS);
    this.wait = context.getState(WAIT);
    this.timers = timers;
  }

  /**
   * Adds an event.
   *
   * @param ends until when it waits, unless others of its user wait already
   * @return how many wait now
   */
  int add(UserEvent event, long ends) throws Exception {
    events.add(event);
    count++;
    Wait known = wait.value();
    Wait now = known == null ? new Wait(ends, 1) : known.withOneMore();
    if (known == null) {
      timers.registerProcessingTimeTimer(ends);
    }
    wait.update(now);
    return now.events();
  }

  /** Some were there before the start. */
  void restored(Wait found) {
    count += found.events();
  }

  /** How many events of all users wait now. */
  long count() {
    return count;
  }

  /** Whether any wait until {@code time} or less. */
  boolean endsBy(long time) throws Exception {
    Wait now = wait.value();
    return now != null && now.ends() <= time;
  }

  /** Whether any wait. */
  boolean any() throws Exception {
    return wait.value() != null;
  }

  /** Lets those that wait do so until {@code ends}. */
  void extend(long ends) throws Exception {
    Wait now = wait.value();
    timers.deleteProcessingTimeTimer(now.ends());
    timers.registerProcessingTimeTimer(ends);
    wait.update(new Wait(ends, now.events()));
  }

  /** Ends the wait. */
  List<UserEvent> takeAll() throws Exception {
    List<UserEvent> taken = new ArrayList<>();
    Wait now = wait.value();
    if (now != null) {
      timers.deleteProcessingTimeTimer(now.ends());
      events.get().forEach(taken::add);
      events.clear();
      wait.clear();
      count -= now.events();
    }
    return taken;
  }
}
