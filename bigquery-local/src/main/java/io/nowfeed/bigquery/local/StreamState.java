package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.WriteStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A write stream's bookkeeping, as it stands in the database.
 *
 * @param end the offset the next row gets, which is the number of rows appended
 * @param flushed how many rows of a BUFFERED stream are in the table
 * @param createdMicros when it was created, microseconds since 1970
 */
record StreamState(
    String name,
    TableName table,
    WriteStream.Type type,
    Phase phase,
    long end,
    long flushed,
    long createdMicros) {

  private static final Pattern DEFAULT = Pattern.compile("(.+?)/(?:streams/)?_default");

  /** How far a stream has come. */
  enum Phase {
    OPEN,
    FINALIZED,
    COMMITTED
  }

  /** Both spellings are used by clients: {@code T/_default} and {@code T/streams/_default}. */
  static boolean isDefault(String name) {
    return DEFAULT.matcher(name).matches();
  }

  /** The table of a default stream. */
  static TableName defaultTable(String name) {
    Matcher matcher = DEFAULT.matcher(name);
    if (!matcher.matches()) {
      throw StorageRefusal.streamNotFound(name);
    }
    return TableName.parse(matcher.group(1));
  }

  /** A BUFFERED or PENDING stream's rows wait in a table of this name. */
  String staging() {
    return "rows_" + name.substring(name.lastIndexOf('/') + 1);
  }

  /** Whether rows wait for a flush or a commit, rather than being visible at once. */
  boolean isStaged() {
    return type != WriteStream.Type.COMMITTED;
  }
}
