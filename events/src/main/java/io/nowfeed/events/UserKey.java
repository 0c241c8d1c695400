package io.nowfeed.events;

/**
 * Whom an event belongs to: the user; where nobody is signed in, the session; without one, the
 * device. Stand-ins carry a prefix, so that they never meet a user of the same name.
 */
public final class UserKey {
  private static final String SESSION = "session:";
  private static final String DEVICE = "device:";

  private UserKey() {}

  /** The key, or null when all three are null. */
  public static String of(String userId, String sessionId, String deviceId) {
    if (userId != null) {
      return userId;
    }
    if (sessionId != null) {
      return SESSION + sessionId;
    }
    return deviceId == null ? null : DEVICE + deviceId;
  }
}
