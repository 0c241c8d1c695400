package io.nowfeed.cdc;

import static io.nowfeed.events.DeadLetterReason.MISSING_FIELD;

import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.UserAttributes;
import java.util.List;

/**
 * Reads Debezium's change events of the users table. Thread-safe.
 *
 * <p>Columns that Nowfeed does not know are ignored, so the table can grow while jobs run; a column
 * that is dropped becomes null.
 *
 * @see <a
 *     href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-change-events-value">Debezium
 *     change event values</a>
 */
public final class UserChangeDecoder {
  private static final JsonCodec<Envelope> ENVELOPES = JsonCodec.of(Envelope.class);

  private UserChangeDecoder() {}

  /**
   * Reads a change.
   *
   * @param key the record's key: the user id; only needed for a tombstone
   * @param value the envelope, null for a tombstone
   * @throws MalformedEventException when it is no change of a user
   */
  public static UserChange decode(String key, byte[] value) throws MalformedEventException {
    if (value == null) {
      return new UserChange(key, null, 0, 0);
    }
    Envelope envelope = ENVELOPES.decode(value);
    if (envelope.op == null) {
      throw missing("op");
    }
    if (envelope.source == null) {
      throw missing("source");
    }
    boolean delete = envelope.op.equals("d");
    Row row = delete ? envelope.before : envelope.after;
    if (row == null) {
      throw missing(delete ? "before" : "after");
    }
    if (row.userId == null || row.userId.isBlank()) {
      throw missing((delete ? "before" : "after") + ".user_id");
    }
    return new UserChange(
        row.userId, delete ? null : row.attributes(), envelope.source.lsn, envelope.source.tsMs);
  }

  private static MalformedEventException missing(String field) {
    return new MalformedEventException(
        MISSING_FIELD, "field '" + field + "': required in a Debezium change event, but absent");
  }

  /** The part of Debezium's envelope that is read. */
  record Envelope(Row before, Row after, Source source, String op) {}

  /** Where the change comes from. */
  record Source(long lsn, long tsMs) {}

  /** A row of the users table, without its personal columns. */
  record Row(
      String userId,
      String country,
      String region,
      String language,
      Integer birthYear,
      String gender,
      String plan,
      List<String> interests) {
    UserAttributes attributes() {
      return new UserAttributes(country, region, language, birthYear, gender, plan, interests);
    }
  }
}
