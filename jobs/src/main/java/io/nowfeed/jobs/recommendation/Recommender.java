package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Trigger;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.flow.ContentChange;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.UserHash;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Makes a new list on a beacon, and on an interaction of a user who is active. Whoever is not
 * active costs nothing but what is kept of it.
 */
final class Recommender
    extends KeyedBroadcastProcessFunction<
        UserHash, EnrichedEvent, CatalogueUpdate, Recommendations> {
  private static final long serialVersionUID = 1L;

  /** Enough new content of a language to fill a list whatever the user has seen of it. */
  private static final int NEWEST_OF_LANGUAGE = 100;

  private final RecommendationOptions options;
  private final String jobVersion;
  private transient ValueState<Profile> profiles;
  private transient NewestContent newest;

  Recommender(RecommendationOptions options, String jobVersion) {
    this.options = options;
    this.jobVersion = jobVersion;
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Profile> descriptor =
        new ValueStateDescriptor<>("profile", TypeInformation.of(Profile.class));
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(options.profileRetention()).build());
    profiles = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(
      EnrichedEvent event, ReadOnlyContext context, Collector<Recommendations> out)
      throws Exception {
    if (event.erases()) {
      profiles.clear();
      out.collect(Recommendations.erasure(event.key()));
      return;
    }
    Profile profile = profiles.value() == null ? Profile.EMPTY : profiles.value();
    if (event.activeUser() != null) {
      onBeacon(event.activeUser(), profile, context, out);
    } else {
      onInteraction(event.interaction(), profile, context, out);
    }
  }

  private void onBeacon(
      ActiveUser beacon, Profile profile, ReadOnlyContext context, Collector<Recommendations> out)
      throws Exception {
    if (beacon.matchReason() == MatchReason.DELETED) {
      return;
    }
    Profile active = profile.activeUntil(beacon.ts() + options.activeFor().toMillis());
    Trigger trigger =
        new Trigger(
            Trigger.Kind.BEACON,
            beacon.eventId(),
            beacon.ts(),
            beacon.ingestedAt(),
            beacon.origin());
    Recommendations list =
        recommend(beacon.attributes(), active, trigger, context)
            .to(beacon.userId(), beacon.deviceId(), beacon.sessionId());
    profiles.update(active.withVersion(list.version()));
    out.collect(list);
  }

  private void onInteraction(
      EnrichedInteraction interaction,
      Profile profile,
      ReadOnlyContext context,
      Collector<Recommendations> out)
      throws Exception {
    if (interaction.matchReason() == MatchReason.DELETED) {
      return;
    }
    Profile seen = profile.withSeen(interaction.contentId(), options.seen());
    if (interaction.ts() > seen.activeUntil()) {
      profiles.update(seen);
      return;
    }
    Trigger trigger =
        new Trigger(
            Trigger.Kind.INTERACTION,
            interaction.eventId(),
            interaction.ts(),
            interaction.ingestedAt(),
            interaction.origin());
    Recommendations list =
        recommend(interaction.attributes(), seen, trigger, context)
            .to(interaction.userId(), interaction.deviceId(), interaction.sessionId());
    profiles.update(seen.withVersion(list.version()));
    out.collect(list);
  }

  private Recommendations recommend(
      UserAttributes user, Profile profile, Trigger trigger, ReadOnlyContext context)
      throws Exception {
    Catalogue catalogue =
        new BroadcastCatalogue(
            context.getBroadcastState(BroadcastCatalogue.CONTENT),
            context.getBroadcastState(BroadcastCatalogue.BOARDS),
            newest(context.getBroadcastState(BroadcastCatalogue.CONTENT).immutableEntries()));
    List<RecommendedItem> items =
        Ladder.climb(catalogue, user, new Eligibility(user, profile.seen(), trigger.ts()), options);
    long now = context.currentProcessingTime();
    // A clock set back, or a restored state, must not make an older list win.
    long version = Math.max(profile.version() + 1, now);
    return new Recommendations(
        null,
        null,
        null,
        version,
        now,
        now + options.expiresAfter().toMillis(),
        trigger,
        items,
        jobVersion);
  }

  /** The newest content is made from the broadcast state, once after each start. */
  private NewestContent newest(Iterable<Map.Entry<String, ContentItem>> content) {
    if (newest == null) {
      newest = new NewestContent(NEWEST_OF_LANGUAGE);
      content.forEach(entry -> newest.put(entry.getValue()));
    }
    return newest;
  }

  @Override
  public void processBroadcastElement(
      CatalogueUpdate update, Context context, Collector<Recommendations> out) throws Exception {
    if (update.board() != null) {
      apply(update.board(), context.getBroadcastState(BroadcastCatalogue.BOARDS));
    } else {
      apply(update.content(), context.getBroadcastState(BroadcastCatalogue.CONTENT));
    }
  }

  /**
   * The last one is the current one, as in the topic: behind a correction of an older window the
   * current board comes again.
   */
  private static void apply(Leaderboard board, BroadcastState<String, Leaderboard> boards)
      throws Exception {
    if (board.items().isEmpty()) {
      boards.remove(board.key());
    } else {
      boards.put(board.key(), board);
    }
  }

  private void apply(ContentChange change, BroadcastState<String, ContentItem> content)
      throws Exception {
    NewestContent known = newest(content.immutableEntries());
    if (change.item() == null) {
      content.remove(change.contentId());
      known.remove(change.contentId());
    } else {
      content.put(change.contentId(), change.item());
      known.put(change.item());
    }
  }
}
