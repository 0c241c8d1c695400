package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Trigger;
import io.nowfeed.jobs.config.Experiment.Arm;
import io.nowfeed.jobs.flow.ContentChange;
import io.nowfeed.jobs.flow.ContentHash;
import io.nowfeed.jobs.flow.Occasion;
import io.nowfeed.jobs.flow.TimeToLive;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.recommendation.Turns.Turn;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Measures what the list in force was worth, remembers what a user has seen, and makes the next
 * list, when the neighbours it asked for have come. A list like the one in force is not sent again
 * before that one nears its end; a list with an item that is withdrawn is replaced at once.
 */
final class Recommender
    extends KeyedBroadcastProcessFunction<UserHash, Question, CatalogueUpdate, Recommendations> {
  private static final long serialVersionUID = 1L;

  private final RecommendationOptions options;
  private final String jobVersion;
  private transient Turns turns;
  private transient ValueState<Seen> seens;
  private transient ValueStateDescriptor<Offer> offerState;
  private transient ValueState<Offer> offers;
  private transient BroadcastCatalogue catalogue;
  private transient UserSegments segments;
  private transient Exploration exploration;
  private transient FreshContent fresh;
  private transient Lists lists;
  private transient Listed listed;
  private transient RelevanceMeter relevance;

  Recommender(RecommendationOptions options, String jobVersion) {
    this.options = options;
    this.jobVersion = jobVersion;
  }

  @Override
  public void open(OpenContext context) {
    StateTtlConfig retention = TimeToLive.of(options.retention());
    StateTtlConfig whileActive = TimeToLive.of(options.offerRetention());
    turns = new Turns(getRuntimeContext(), TimeToLive.ofRare(options.offerRetention()));
    ValueStateDescriptor<Seen> seenState =
        new ValueStateDescriptor<>("seen", TypeInformation.of(Seen.class));
    seenState.enableTimeToLive(retention);
    seens = getRuntimeContext().getState(seenState);
    offerState = new ValueStateDescriptor<>("offer", TypeInformation.of(Offer.class));
    offerState.enableTimeToLive(whileActive);
    offers = getRuntimeContext().getState(offerState);
    segments = new UserSegments(options.trends());
    exploration =
        new Exploration(
            options.exploring(), getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
    fresh = new FreshContent(exploration);
    listed = new Listed();
    lists = new Lists(options, jobVersion, getRuntimeContext().getMetricGroup());
    relevance =
        new RelevanceMeter(options.experiment(), jobVersion, getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(
      Question question, ReadOnlyContext context, Collector<Recommendations> out) throws Exception {
    Occasion occasion = question.occasion();
    if (occasion == null) {
      turns.add(question.answer());
    } else if (occasion.event().erases()) {
      erase(occasion, out);
      return;
    } else if (turns.isNext(occasion)) {
      take(new Turn(occasion, List.of()), context, out);
      return;
    } else {
      turns.add(occasion);
    }
    for (Turn turn = turns.next(); turn != null; turn = turns.next()) {
      take(turn, context, out);
    }
  }

  private void erase(Occasion occasion, Collector<Recommendations> out) throws Exception {
    turns.erase(occasion.number());
    seens.clear();
    if (offers.value() != null) {
      listed.replace(offers.value().list(), null);
    }
    offers.clear();
    out.collect(Recommendations.erasure(occasion.event().key()));
  }

  private void take(Turn turn, ReadOnlyContext context, Collector<Recommendations> out)
      throws Exception {
    Occasion occasion = turn.occasion();
    Seen seen = seen();
    Offer before = offers.value();
    Offer offer = (before == null ? Offer.NONE : before).to(Lists.attributes(occasion.event()));
    EnrichedInteraction interaction = occasion.event().interaction();
    if (interaction != null) {
      long item = ContentHash.of(interaction.contentId());
      if (interaction.action().engages() && !seen.engaged(item)) {
        context.output(
            RecommendationStage.RELEVANCE, relevance.measure(interaction, occasion, offer));
      }
      countImpression(interaction, item, context);
      seen = seen.with(item, interaction.action().engages(), options.seen());
      offer = offer.after(interaction);
      if (!occasion.lists() && offer.list() != null) {
        offers.update(offer);
      }
    }
    seens.update(occasion.lists() ? recommend(turn, seen, offer, context, out) : seen);
  }

  /** Makes the list, and sends it when it says something new. */
  private Seen recommend(
      Turn turn, Seen seen, Offer offer, ReadOnlyContext context, Collector<Recommendations> out)
      throws Exception {
    Occasion occasion = turn.occasion();
    Trigger trigger = Lists.trigger(occasion.event());
    // The list of a late event is of the watermark: what has expired since must not come back.
    long eventTime = Math.max(trigger.ts(), context.currentWatermark());
    Recipient recipient =
        new Recipient(Lists.attributes(occasion.event()), occasion.tastes(), seen, eventTime);
    List<RecommendedItem> items =
        ladder(
                context.getBroadcastState(BroadcastCatalogue.CONTENT),
                context.getBroadcastState(BroadcastCatalogue.TRENDS),
                context.currentProcessingTime())
            .climb(
                recipient,
                options.experiment().arm(occasion.arm()).rungs(),
                CoVisited.of(turn.answers()));
    String session = Lists.session(occasion.event());
    long now = context.currentProcessingTime();
    Offer offered = offer.inSession(session, items);
    if (!lists.isNews(offer, items, occasion.arm(), now)) {
      offers.update(offered);
      return seen;
    }
    Recommendations list = lists.list(occasion, trigger, items, seen, now);
    out.collect(list);
    listed.replace(offer.list(), list);
    offers.update(offered.with(list, recipient.user(), occasion.tastes()));
    return seen.withVersion(list.version());
  }

  private void countImpression(EnrichedInteraction interaction, long item, ReadOnlyContext context)
      throws Exception {
    if (interaction.action() == Action.IMPRESSION) {
      ContentItem shown = context.getBroadcastState(BroadcastCatalogue.CONTENT).get(item);
      if (shown != null) {
        exploration.shown(shown, interaction.ts());
      }
    }
  }

  private Seen seen() throws Exception {
    Seen known = seens.value();
    return known == null ? Seen.NOTHING : known;
  }

  private Ladder ladder(
      ReadOnlyBroadcastState<Long, ContentItem> content,
      ReadOnlyBroadcastState<String, Trend> trends,
      long now)
      throws Exception {
    return new Ladder(catalogue(content, trends, now), options, segments, fresh);
  }

  /** Made from the broadcast state, once after each start. */
  private BroadcastCatalogue catalogue(
      ReadOnlyBroadcastState<Long, ContentItem> content,
      ReadOnlyBroadcastState<String, Trend> trends,
      long now)
      throws Exception {
    if (catalogue == null) {
      catalogue = BroadcastCatalogue.of(content.immutableEntries(), now);
    }
    return catalogue.at(content, trends, now);
  }

  @Override
  public void processBroadcastElement(
      CatalogueUpdate update, Context context, Collector<Recommendations> out) throws Exception {
    if (update.trend() != null) {
      apply(update.trend(), context.getBroadcastState(BroadcastCatalogue.TRENDS));
    } else {
      apply(update.content(), context, out);
    }
  }

  /**
   * The last one is the current one, as in the topic: behind a correction of an older window the
   * current board comes again.
   */
  private void apply(Trend trend, BroadcastState<String, Trend> trends) throws Exception {
    if (catalogue != null) {
      catalogue.replaced(trends.get(trend.key()));
    }
    if (trend.isEmpty()) {
      trends.remove(trend.key());
    } else {
      trends.put(trend.key(), trend);
    }
  }

  private void apply(ContentChange change, Context context, Collector<Recommendations> out)
      throws Exception {
    BroadcastState<Long, ContentItem> content =
        context.getBroadcastState(BroadcastCatalogue.CONTENT);
    BroadcastCatalogue known =
        catalogue(
            content,
            context.getBroadcastState(BroadcastCatalogue.TRENDS),
            context.currentProcessingTime());
    long hash = ContentHash.of(change.contentId());
    if (change.item() != null) {
      content.put(hash, change.item());
      known.published(change.item());
    } else if (content.contains(hash)) {
      content.remove(hash);
      known.withdrawn(change.contentId());
      replaceLists(change.contentId(), context, out);
    }
  }

  /** Looks through the lists in force, which only active users have, when one may hold the item. */
  private void replaceLists(String contentId, Context context, Collector<Recommendations> out)
      throws Exception {
    if (!listed.isComplete()) {
      context.applyToKeyedState(
          offerState,
          (user, state) -> listed.restore(state.value() == null ? null : state.value().list()));
      listed.complete();
    }
    if (!listed.mayHold(contentId)) {
      return;
    }
    long now = context.currentProcessingTime();
    long watermark = context.currentWatermark();
    Ladder ladder =
        ladder(
            context.getBroadcastState(BroadcastCatalogue.CONTENT),
            context.getBroadcastState(BroadcastCatalogue.TRENDS),
            now);
    context.applyToKeyedState(
        offerState,
        (user, state) -> {
          Offer offer = state.value();
          if (offer != null && offer.holds(contentId) && now < offer.list().expiresAt()) {
            replace(
                contentId, offer, options.experiment().armOf(user), ladder, watermark, now, out);
          }
        });
  }

  /** The arm is the user's of today: that of the list may be of an experiment that has ended. */
  private void replace(
      String contentId,
      Offer offer,
      Arm arm,
      Ladder ladder,
      long watermark,
      long now,
      Collector<Recommendations> out)
      throws Exception {
    Recommendations before = offer.list();
    Seen seen = seen();
    // The event time of the list, moved on by what has passed since: a replay's is not the clock's.
    long eventTime = Math.max(before.trigger().ts() + now - before.generatedAt(), watermark);
    List<RecommendedItem> items =
        ladder.repair(
            new Recipient(offer.user(), offer.tastes(), seen, eventTime),
            arm.rungs(),
            before.items());
    Recommendations list = lists.without(contentId, before, arm, items, seen, eventTime, now);
    out.collect(list);
    listed.replace(before, list);
    offers.update(offer.with(list, offer.user(), offer.tastes()));
    seens.update(seen.withVersion(list.version()));
  }
}
