package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.flow.Taste;
import java.util.ArrayList;
import java.util.List;

/**
 * What an active user was offered: forgotten soon after the list expires.
 *
 * @param list the list in force, null before the first
 * @param user the user's attributes at the last event, null when not known
 * @param tastes for which tastes it was made
 * @param session the session of {@code sessionItems}, may be null
 * @param sessionItems the ids of the first list of the session
 * @param shown places of items that were shown from lists before, the newest first
 */
public record Offer(
    Recommendations list,
    UserAttributes user,
    List<Taste> tastes,
    String session,
    List<String> sessionItems,
    List<Place> shown) {
  static final Offer NONE = new Offer(null, null, null, null, null, null);

  /** Of more, the first shown are forgotten. */
  private static final int SHOWN = 50;

  /**
   * Where an item stood when it was shown.
   *
   * @param contentId the item
   * @param rank its place, from 1
   * @param rung the rung that put it there
   */
  public record Place(String contentId, int rank, Rung rung) {}

  /** Replaces missing lists by empty ones, so that readers need no null check. */
  public Offer {
    tastes = tastes == null ? List.of() : tastes;
    sessionItems = sessionItems == null ? List.of() : sessionItems;
    shown = shown == null ? List.of() : shown;
  }

  /** With the list that is in force now. */
  Offer with(Recommendations newList, UserAttributes newUser, List<Taste> newTastes) {
    return new Offer(newList, newUser, newTastes, session, sessionItems, shown);
  }

  /** With the attributes the user has now: a list in place of this one is made for them. */
  Offer to(UserAttributes now) {
    return new Offer(list, now, tastes, session, sessionItems, shown);
  }

  /** With the first list of a session, unless it has had one. */
  Offer inSession(String now, List<RecommendedItem> items) {
    if (list != null && isSame(session, now)) {
      String named = session == null ? now : session;
      return new Offer(list, user, tastes, named, sessionItems, shown);
    }
    List<String> ids = items.stream().map(RecommendedItem::contentId).toList();
    return new Offer(list, user, tastes, now, new ArrayList<>(ids), shown);
  }

  /** After an interaction: what is on the screen keeps its place, what is done with loses it. */
  Offer after(EnrichedInteraction interaction) {
    String contentId = interaction.contentId();
    List<Place> now = new ArrayList<>(shown);
    Place place = place(contentId);
    now.removeIf(each -> each.contentId.equals(contentId));
    if (!interaction.action().engages() && place != null) {
      now.add(0, place);
      if (now.size() > SHOWN) {
        now.remove(SHOWN);
      }
    }
    return now.equals(shown) ? this : new Offer(list, user, tastes, session, sessionItems, now);
  }

  /** Where the item stands, or stood when it was shown; null when neither. */
  Place place(String contentId) {
    RecommendedItem item = itemOf(contentId);
    if (item != null) {
      return new Place(contentId, item.rank(), item.reason());
    }
    return shown.stream().filter(each -> each.contentId.equals(contentId)).findFirst().orElse(null);
  }

  /** Its place on the first list of the session, null when it had none. */
  Integer sessionRank(String ofSession, String contentId) {
    int place = isSame(session, ofSession) ? sessionItems.indexOf(contentId) : -1;
    return place < 0 ? null : place + 1;
  }

  /** Whether the item is on the list in force. */
  boolean holds(String contentId) {
    return itemOf(contentId) != null;
  }

  /** Whether the same items stand on the list in force, for the same reasons. */
  boolean isLike(List<RecommendedItem> items, String arm) {
    if (list == null || !arm.equals(list.arm()) || items.size() != list.items().size()) {
      return false;
    }
    for (int i = 0; i < items.size(); i++) {
      RecommendedItem before = list.items().get(i);
      if (!items.get(i).contentId().equals(before.contentId())
          || items.get(i).reason() != before.reason()) {
        return false;
      }
    }
    return true;
  }

  /** An event without an id is of the session under way. */
  private static boolean isSame(String one, String other) {
    return one == null || other == null || one.equals(other);
  }

  private RecommendedItem itemOf(String contentId) {
    if (list != null) {
      for (RecommendedItem item : list.items()) {
        if (item.contentId().equals(contentId)) {
          return item;
        }
      }
    }
    return null;
  }
}
