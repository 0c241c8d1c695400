package io.nowfeed.local.observe;

import io.nowfeed.events.Action;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.UserKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Joins interactions with the lists of the same user, so that what was recommended is told from
 * what people found by themselves. An impression counts when its item stands on the user's newest
 * list or on the one before, for an interaction makes the next list and may be read after it; once
 * for each item and user. A click is the first engagement with an item whose impression counted.
 * Thread-safe.
 */
public final class ShownLists {
  /** Who acts on an item does so soon; an item that comes again much later counts again. */
  private static final int REMEMBERED_ITEMS = 200;

  private final Map<String, Viewer> viewers = new HashMap<>();
  private final CtrMeter meter = new CtrMeter();

  private static final class Viewer {
    private String arm;
    private long version = Long.MIN_VALUE;
    private Set<String> newest = Set.of();
    private Set<String> before = Set.of();
    private long seenAt;

    /** Shown items, the oldest first, and whether they were clicked. */
    private final Map<String, Boolean> shown =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_ITEMS;
          }
        };

    boolean isRecommended(String contentId) {
      return newest.contains(contentId) || before.contains(contentId);
    }
  }

  /** Takes a list that was read at {@code now}, epoch milliseconds. */
  public synchronized void take(Recommendations list, long now) {
    if (list.arm() == null) {
      return;
    }
    Viewer viewer = viewers.computeIfAbsent(list.key(), any -> new Viewer());
    viewer.seenAt = now;
    if (list.version() <= viewer.version) {
      return;
    }
    viewer.version = list.version();
    viewer.arm = list.arm();
    viewer.before = viewer.newest;
    viewer.newest =
        list.items().stream().map(RecommendedItem::contentId).collect(Collectors.toSet());
  }

  /** Takes an interaction that was read at {@code now}, epoch milliseconds. */
  public synchronized void take(Interaction interaction, long now) {
    Viewer viewer =
        viewers.get(
            UserKey.of(interaction.userId(), interaction.sessionId(), interaction.deviceId()));
    if (viewer == null) {
      return;
    }
    viewer.seenAt = now;
    if (interaction.action() == Action.IMPRESSION) {
      shown(viewer, interaction.contentId());
    } else if (interaction.action().engages()) {
      clicked(viewer, interaction.contentId());
    }
  }

  /** Forgets the lists of a user who was erased. */
  public synchronized void forget(String key) {
    viewers.remove(key);
  }

  /** Forgets everybody of whom nothing was read since {@code since}, epoch milliseconds. */
  public synchronized void forgetBefore(long since) {
    viewers.values().removeIf(viewer -> viewer.seenAt < since);
  }

  /** The arms of which something was shown in the last minute; to be called once a second. */
  public List<ArmRate> tick() {
    return meter.tick();
  }

  /** Of how many users lists are remembered. */
  synchronized int size() {
    return viewers.size();
  }

  private void shown(Viewer viewer, String contentId) {
    if (viewer.isRecommended(contentId)
        && viewer.shown.putIfAbsent(contentId, Boolean.FALSE) == null) {
      meter.impression(viewer.arm);
    }
  }

  private void clicked(Viewer viewer, String contentId) {
    if (viewer.shown.replace(contentId, Boolean.FALSE, Boolean.TRUE)) {
      meter.click(viewer.arm);
    }
  }
}
