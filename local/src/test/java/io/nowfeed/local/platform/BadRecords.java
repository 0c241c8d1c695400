package io.nowfeed.local.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.Topics;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Everything that producers get wrong. */
final class BadRecords {
  private static final byte[] KEY = "bad".getBytes(UTF_8);

  private BadRecords() {}

  /**
   * A record that is no event.
   *
   * @param what is wrong with it
   * @param detail what the dead letter says, in part
   */
  @SuppressWarnings("ArrayRecordComponent") // raw bytes; never compared
  record BadRecord(
      String what, String topic, byte[] key, byte[] value, DeadLetterReason reason, String detail) {

    ProducerRecord<byte[], byte[]> on(int partition) {
      return new ProducerRecord<>(topic, partition, key, value);
    }
  }

  static List<BadRecord> at(long now) {
    String good = interaction("\"click\"", String.valueOf(now));
    return List.of(
        interaction("not JSON", "hello", DeadLetterReason.NOT_JSON, "not JSON"),
        interaction("cut JSON", good.substring(0, 40), DeadLetterReason.NOT_JSON, "not JSON"),
        interaction("two values", good + good, DeadLetterReason.NOT_JSON, "trailing"),
        interaction("an array", "[" + good + "]", DeadLetterReason.WRONG_TYPE, "an object"),
        interaction("JSON null", "null", DeadLetterReason.WRONG_TYPE, "null"),
        interaction(
            "ts in quotes",
            interaction("\"click\"", "\"" + now + "\""),
            DeadLetterReason.WRONG_TYPE,
            "'ts'"),
        interaction(
            "id a number",
            good.replace("\"c-1\"", "7"),
            DeadLetterReason.WRONG_TYPE,
            "'content_id'"),
        interaction(
            "no content",
            good.replace("content_id", "contentid"),
            DeadLetterReason.MISSING_FIELD,
            "'content_id'"),
        interaction(
            "nobody", good.replace("user_id", "uid"), DeadLetterReason.MISSING_FIELD, "'user_id"),
        interaction(
            "no ts", good.replace("\"ts\"", "\"time\""), DeadLetterReason.MISSING_FIELD, "'ts'"),
        interaction(
            "action of another world",
            interaction("\"teleport\"", String.valueOf(now)),
            DeadLetterReason.UNKNOWN_ACTION,
            "'action'"),
        interaction(
            "the far future",
            interaction("\"click\"", String.valueOf(now + 86_400_000L * 400)),
            DeadLetterReason.FUTURE_TIMESTAMP,
            "'ts'"),
        interaction(
            "the end of time",
            interaction("\"click\"", String.valueOf(Long.MAX_VALUE)),
            DeadLetterReason.FUTURE_TIMESTAMP,
            "'ts'"),
        interaction(
            "1970",
            interaction("\"click\"", "86400000"),
            DeadLetterReason.IMPLAUSIBLE_TIMESTAMP,
            "'ts'"),
        interaction(
            "seconds for milliseconds",
            interaction("\"click\"", String.valueOf(now / 1000)),
            DeadLetterReason.IMPLAUSIBLE_TIMESTAMP,
            "'ts'"),
        interaction(
            "a megabyte",
            good.replace("c-1", "c".repeat(1_000_000)),
            DeadLetterReason.TOO_LARGE,
            "bytes"),
        interaction("empty", "", DeadLetterReason.EMPTY_VALUE, "empty"),
        interaction("nested too deep", "{\"a\":".repeat(5_000), DeadLetterReason.NOT_JSON, "JSON"),
        new BadRecord(
            "absent", Topics.INTERACTIONS, KEY, null, DeadLetterReason.EMPTY_VALUE, "empty"),
        new BadRecord(
            "no key",
            Topics.INTERACTIONS,
            null,
            good.getBytes(UTF_8),
            DeadLetterReason.MISSING_KEY,
            "key"),
        new BadRecord(
            "binary",
            Topics.INTERACTIONS,
            new byte[] {0, -1, 7},
            new byte[] {0, -1, -2, 127, 10, 0, -128},
            DeadLetterReason.NOT_JSON,
            "not JSON"),
        new BadRecord(
            "a beacon of nobody",
            Topics.BEACONS,
            KEY,
            ("{\"event_id\":\"b\",\"ts\":" + now + "}").getBytes(UTF_8),
            DeadLetterReason.MISSING_FIELD,
            "'user_id"),
        new BadRecord(
            "content without id",
            Topics.CONTENT,
            KEY,
            "{\"title\":\"x\"}".getBytes(UTF_8),
            DeadLetterReason.MISSING_FIELD,
            "'content_id'"),
        new BadRecord(
            "no change of a user",
            Topics.USERS,
            KEY,
            "{\"op\":7}".getBytes(UTF_8),
            DeadLetterReason.WRONG_TYPE,
            ""));
  }

  /** More than a dead letter keeps; a topic must be told to take it. */
  static BadRecord huge() {
    byte[] value = new byte[2_500_000];
    Arrays.fill(value, (byte) 'x');
    return new BadRecord(
        "huge", Topics.INTERACTIONS, KEY, value, DeadLetterReason.TOO_LARGE, "2500000 bytes");
  }

  private static BadRecord interaction(
      String what, String value, DeadLetterReason reason, String detail) {
    return new BadRecord(what, Topics.INTERACTIONS, KEY, value.getBytes(UTF_8), reason, detail);
  }

  private static String interaction(String action, String ts) {
    return "{\"event_id\":\"e-1\",\"user_id\":\"bad\",\"content_id\":\"c-1\",\"action\":%s,\"ts\":%s}"
        .formatted(action, ts);
  }
}
