package io.nowfeed.local.everyevent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.local.everyevent.Meaning.Row;

/** Changes as Debezium writes them. */
public final class Envelopes {
  private static final JsonCodec<UserAttributes> ATTRIBUTES = JsonCodec.of(UserAttributes.class);

  private Envelopes() {}

  /**
   * A row that is there.
   *
   * @param op c, u or r
   */
  static byte[] upsert(Row row, String op) {
    String columns = text(ATTRIBUTES.encode(row.attributes())).substring(1);
    return envelope(row, "null", "{\"user_id\":\"%s\",%s".formatted(row.userId(), columns), op);
  }

  /**
   * A row that is there.
   *
   * @param lsn the position in Postgres' log
   * @param asOf since when, epoch milliseconds
   */
  public static byte[] upsert(String userId, UserAttributes attributes, long lsn, long asOf) {
    return upsert(new Row(userId, attributes, lsn, asOf), "u");
  }

  /** A row that is gone; of it Postgres tells the key only. */
  static byte[] delete(Row row) {
    String before = "{\"user_id\":\"%s\",\"country\":null}".formatted(row.userId());
    return envelope(row, before, "null", "d");
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static byte[] envelope(Row row, String before, String after, String op) {
    return bytes(
        "{\"before\":%s,\"after\":%s,\"source\":{\"lsn\":%d,\"ts_ms\":%d},\"op\":\"%s\",\"ts_ms\":1}"
            .formatted(before, after, row.lsn(), row.asOf(), op));
  }
}
