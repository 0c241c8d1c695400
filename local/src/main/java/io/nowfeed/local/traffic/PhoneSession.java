package io.nowfeed.local.traffic;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.events.UserKey;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Somebody uses the app for a while. One thread. */
final class PhoneSession {
  private static final double MEAN_SECONDS = 60;
  private static final long SHORTEST_MILLIS = 5_000;
  private static final int BEACON_EVERY_MILLIS = 10_000;
  private static final int BEACON_JITTER_MILLIS = 1_000;

  /** Few enough that freshness, which counts from the device's clock, is not that of the clocks. */
  private static final int PHONES_PER_SKEWED = 200;

  private static final int MOST_SKEW_MILLIS = 2_000;

  /** Sessions that give this many beacons per second and session, on average. */
  static final double BEACONS_PER_SECOND = 1000.0 / BEACON_EVERY_MILLIS + 1 / MEAN_SECONDS;

  final String userId;
  final String deviceId;
  final String sessionId;
  final UserAttributes attributes;
  private final long skewMillis;
  private final long endsAt;
  private long nextBeaconAt;
  private final Set<String> shown = new HashSet<>();
  private ContentItem onScreen;
  private boolean attracted;

  /**
   * A session that starts now, with a beacon.
   *
   * @param userId null when nobody is signed in
   * @param attributes which content is looked for
   */
  PhoneSession(
      String userId,
      String deviceId,
      String sessionId,
      UserAttributes attributes,
      long now,
      RandomGenerator random) {
    this.userId = userId;
    this.deviceId = deviceId;
    this.sessionId = sessionId;
    this.attributes = attributes;
    this.skewMillis = skew(random);
    this.endsAt = now + SHORTEST_MILLIS + (long) (random.nextExponential() * (MEAN_SECONDS * 1000));
    this.nextBeaconAt = now;
  }

  /** What recommendations for this session come under. */
  String key() {
    return UserKey.of(userId, sessionId, deviceId);
  }

  /** The device's clock: right on most phones, up to two seconds behind on few, never ahead. */
  long deviceTime(long now) {
    return now - skewMillis;
  }

  boolean isOver(long now) {
    return now >= endsAt;
  }

  long nextBeaconAt() {
    return nextBeaconAt;
  }

  void planNextBeacon(RandomGenerator random) {
    nextBeaconAt +=
        BEACON_EVERY_MILLIS - BEACON_JITTER_MILLIS + random.nextInt(2 * BEACON_JITTER_MILLIS);
  }

  /** The item last shown, or null. */
  ContentItem onScreen() {
    return onScreen;
  }

  /** Whether what is on the screen draws the user to do something with it. */
  boolean isAttracted() {
    return attracted;
  }

  /** Whether the item was on the screen before. */
  boolean hasShown(String contentId) {
    return shown.contains(contentId);
  }

  /**
   * Shows an item.
   *
   * @param item null clears the screen
   * @param attracts whether the user is drawn to do something with it
   */
  void show(ContentItem item, boolean attracts) {
    onScreen = item;
    attracted = attracts;
    if (item != null) {
      shown.add(item.contentId());
    }
  }

  private static long skew(RandomGenerator random) {
    return random.nextInt(PHONES_PER_SKEWED) == 0 ? random.nextInt(MOST_SKEW_MILLIS) : 0;
  }
}
