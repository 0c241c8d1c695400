package io.nowfeed.cdc;

import static io.nowfeed.events.DeadLetterReason.MISSING_FIELD;
import static io.nowfeed.events.DeadLetterReason.WRONG_TYPE;

import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.UserAttributes;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Reads Debezium's change events of the users table. Thread-safe.
 *
 * <p>Columns that Nowfeed does not know are ignored, so the table can grow while jobs run; a column
 * that is dropped becomes null. Of the row before a change only the id is looked at: it has what
 * the table's replica identity gives, and the types that the columns had then.
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
   * @param key the record's key: the user id; only needed for a tombstone, and for a deletion that
   *     does not carry the old row
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
    if (envelope.source.lsn == null) {
      throw missing("source.lsn");
    }
    return switch (envelope.op) {
      case "c", "u", "r" -> upsert(envelope);
      case "d" -> delete(key, envelope);
      case "t" ->
          throw noRow(
              "a TRUNCATE does not say whose rows are gone; put a tombstone per user into the"
                  + " topic, and delete rows with DELETE");
      default -> throw noRow("'c', 'u', 'r' or 'd' expected, for a change of a row");
    };
  }

  private static UserChange upsert(Envelope envelope) throws MalformedEventException {
    Row row = envelope.after;
    if (row == null) {
      throw missing("after");
    }
    if (isBlank(row.userId)) {
      throw missing("after.user_id");
    }
    Source source = envelope.source;
    long asOf = row.validFrom == null ? source.tsMs : millis(row.validFrom);
    return new UserChange(row.userId, row.attributes(), source.lsn, asOf, envelope.op.equals("r"));
  }

  private static UserChange delete(String key, Envelope envelope) throws MalformedEventException {
    String userId = envelope.before == null ? null : envelope.before.userId;
    if (isBlank(userId)) {
      userId = key;
    }
    if (isBlank(userId)) {
      throw missing("before.user_id");
    }
    return new UserChange(userId, null, envelope.source.lsn, envelope.source.tsMs);
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  private static long millis(String validFrom) throws MalformedEventException {
    try {
      return OffsetDateTime.parse(validFrom).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new MalformedEventException(
          WRONG_TYPE,
          "field 'after.valid_from': expected an ISO 8601 time with its offset,"
              + " like 2026-03-01T12:00:00Z");
    }
  }

  private static MalformedEventException missing(String field) {
    return new MalformedEventException(
        MISSING_FIELD, "field '" + field + "': required in a Debezium change event, but absent");
  }

  private static MalformedEventException noRow(String detail) {
    return new MalformedEventException(WRONG_TYPE, "field 'op': " + detail);
  }

  /** The part of Debezium's envelope that is read. */
  record Envelope(OldRow before, Row after, Source source, String op) {}

  /** Where the change comes from. */
  record Source(Long lsn, long tsMs) {}

  /** A row before its change. */
  record OldRow(String userId) {}

  /** A row of the users table, without its personal columns. */
  record Row(
      String userId,
      String country,
      String region,
      String language,
      Integer birthYear,
      String gender,
      String plan,
      List<String> interests,
      String validFrom) {
    UserAttributes attributes() {
      return new UserAttributes(country, region, language, birthYear, gender, plan, interests);
    }
  }
}
