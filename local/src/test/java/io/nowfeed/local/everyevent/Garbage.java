package io.nowfeed.local.everyevent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.DeadLetterReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Breaks events as producers do. */
final class Garbage {
  private Garbage() {}

  /**
   * A record that is no event.
   *
   * @param withKey whether the record has its key
   */
  @SuppressWarnings("ArrayRecordComponent") // raw bytes; never compared
  record Bad(boolean withKey, byte[] value, DeadLetterReason reason) {
    private static Bad of(String value, DeadLetterReason reason) {
      return new Bad(true, value.getBytes(UTF_8), reason);
    }
  }

  /** A good event, broken. */
  static Bad of(byte[] good, boolean beacon, Random random) {
    String json = new String(good, UTF_8);
    List<Bad> all =
        new ArrayList<>(
            List.of(
                new Bad(false, good, DeadLetterReason.MISSING_KEY),
                new Bad(true, null, DeadLetterReason.EMPTY_VALUE),
                Bad.of("", DeadLetterReason.EMPTY_VALUE),
                Bad.of(json.substring(0, json.length() / 2), DeadLetterReason.NOT_JSON),
                Bad.of("[" + json + "]", DeadLetterReason.WRONG_TYPE),
                Bad.of(json.replace("\"ts\":", "\"ts\":true,\"at\":"), DeadLetterReason.WRONG_TYPE),
                Bad.of(json.replace("event_id", "id"), DeadLetterReason.MISSING_FIELD),
                Bad.of(json.replace("\"ts\":", "\"at\":"), DeadLetterReason.MISSING_FIELD),
                Bad.of(
                    json.replace("\"ts\":", "\"ts\":17,\"at\":"),
                    DeadLetterReason.IMPLAUSIBLE_TIMESTAMP),
                Bad.of(
                    json.replace("{", "{\"x\":\"" + "x".repeat(Setting.MAX_VALUE_BYTES) + "\","),
                    DeadLetterReason.TOO_LARGE)));
    if (!beacon) {
      all.add(Bad.of(json.replace("content_id", "item"), DeadLetterReason.MISSING_FIELD));
      all.add(
          Bad.of(
              json.replace("\"action\":", "\"action\":\"fly\",\"did\":"),
              DeadLetterReason.UNKNOWN_ACTION));
    }
    return all.get(random.nextInt(all.size()));
  }
}
