package io.nowfeed.jobs.profile;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Rung;
import io.nowfeed.jobs.config.Experiment.Arm;
import io.nowfeed.jobs.flow.ContentHash;
import io.nowfeed.jobs.flow.Engagement;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.Occasion;
import io.nowfeed.jobs.flow.TimeToLive;
import io.nowfeed.jobs.flow.ToItem;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.flow.Visit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.clock.SystemClock;

/**
 * Keeps profiles. Makes an occasion of each event, for a list when it is a beacon, or an
 * interaction of a user who is active. For a list the last items of the history are asked; of an
 * engagement the last ones learn. Whoever is not active costs nothing but what is kept of it.
 */
final class Profiler extends KeyedProcessFunction<UserHash, EnrichedEvent, Occasion> {
  private static final long serialVersionUID = 1L;

  /**
   * How much an item of an earlier session counts beside one of the session under way: what comes
   * next is in the line of the session (Ludewig and Jannach, Evaluation of session-based
   * recommendation algorithms, UMUAI 2018). Measured: docs/recommendations.md.
   */
  private static final float OF_EARLIER_SESSIONS = 0.1f;

  private final ProfileOptions options;
  private transient Tastes tastes;
  private transient ValueState<Profile> profiles;
  private transient ArmCounts arms;
  private transient ActiveUsers active;

  /**
   * The highest number of an occasion of users who were erased since the start of the task. Who
   * comes back gets higher ones, or an answer to the user of before would be taken for one to the
   * user of after. At a checkpoint no answer is under way.
   */
  private transient long erased;

  Profiler(ProfileOptions options) {
    this.options = options;
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Profile> descriptor =
        new ValueStateDescriptor<>("profile", TypeInformation.of(Profile.class));
    descriptor.enableTimeToLive(TimeToLive.of(options.retention()));
    profiles = getRuntimeContext().getState(descriptor);
    tastes = new Tastes(options.tasteHalfLife().toMillis());
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    arms = new ArmCounts(options.experiment(), metrics);
    active = new ActiveUsers(options.activeFor().toMillis(), metrics, SystemClock.getInstance());
  }

  @Override
  public void processElement(EnrichedEvent event, Context context, Collector<Occasion> out)
      throws Exception {
    if (event.erases()) {
      erase(event, out);
    } else if (event.activeUser() != null) {
      onBeacon(event, event.activeUser(), context, out);
    } else {
      onInteraction(event, event.interaction(), context, out);
    }
  }

  private void erase(EnrichedEvent event, Collector<Occasion> out) throws Exception {
    Profile last = profile();
    erased = Math.max(erased, last.occasion());
    active.left(last);
    profiles.clear();
    out.collect(new Occasion(event, last.occasion(), false, null, 0, 0, null));
  }

  private void onBeacon(
      EnrichedEvent event, ActiveUser beacon, Context context, Collector<Occasion> out)
      throws Exception {
    if (beacon.matchReason() == MatchReason.DELETED) {
      return;
    }
    Arm arm = options.experiment().armOf(context.getCurrentKey());
    Profile before = profile();
    if (before.activeUntil() == Long.MIN_VALUE) {
      arms.joined(arm);
    }
    Profile now =
        next(before, beacon.sessionId(), beacon.ts(), context)
            .activeUntil(beacon.ts() + options.activeFor().toMillis());
    update(before, now, context);
    int asked = ask(arm, before, now, beacon.ts(), context);
    out.collect(occasion(event, now, true, arm, asked, before));
  }

  private void onInteraction(
      EnrichedEvent event,
      EnrichedInteraction interaction,
      Context context,
      Collector<Occasion> out)
      throws Exception {
    if (interaction.matchReason() == MatchReason.DELETED) {
      return;
    }
    Arm arm = options.experiment().armOf(context.getCurrentKey());
    Profile before = profile();
    Profile now = next(before, interaction.sessionId(), interaction.ts(), context);
    if (interaction.action().engages()) {
      long item = ContentHash.of(interaction.contentId());
      teach(item, now, interaction.ts(), context);
      now = now.engaged(item, options.history());
      String category = interaction.content() == null ? null : interaction.content().category();
      now = tastes.engaged(now, category, interaction.ts());
    }
    update(before, now, context);
    boolean lists = interaction.ts() <= before.activeUntil();
    int asked = lists ? ask(arm, before, now, interaction.ts(), context) : 0;
    out.collect(occasion(event, now, lists, arm, asked, before));
  }

  private void update(Profile before, Profile now, Context context) throws Exception {
    active.moved(before, now, context.timerService().currentProcessingTime());
    profiles.update(now);
  }

  private Profile next(Profile before, String sessionId, long ts, Context context) {
    long now = context.timerService().currentProcessingTime();
    return before.next(Math.max(now, erased + 1), before.session().at(sessionId, ts));
  }

  private Profile profile() throws Exception {
    Profile profile = profiles.value();
    return profile == null ? Profile.EMPTY : profile;
  }

  /** The last items of the history learn the item. */
  private void teach(long item, Profile profile, long ts, Context context) {
    long[] learners = profile.before(item, options.taught());
    context.output(ProfileStage.TO_ITEMS, ToItem.of(new Engagement(item, learners, ts)));
  }

  /** Asks the last items of the history, those of the session above all; says how many. */
  private int ask(Arm arm, Profile before, Profile now, long ts, Context context) {
    if (!arm.rungs().contains(Rung.CO_VISITATION)) {
      return 0;
    }
    boolean first = now.session().isAfter(before.session());
    long[] history = now.history();
    int asked = Math.min(first ? options.asked() : options.askedAgain(), history.length);
    for (int i = 0; i < asked; i++) {
      float weight = i < now.session().items() ? 1 : OF_EARLIER_SESSIONS;
      context.output(
          ProfileStage.TO_ITEMS,
          ToItem.of(Visit.ask(history[i], context.getCurrentKey(), now.occasion(), weight, ts)));
    }
    return asked;
  }

  private static Occasion occasion(
      EnrichedEvent event, Profile now, boolean lists, Arm arm, int asked, Profile before) {
    return new Occasion(
        event,
        now.occasion(),
        lists,
        arm.name(),
        asked,
        before.history().length,
        lists ? Tastes.shares(now.tastes()) : null);
  }
}
