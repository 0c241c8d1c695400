package io.nowfeed.bigquery.local;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Map;

/**
 * Reads a row's pseudo-columns {@code _CHANGE_TYPE} and {@code _CHANGE_SEQUENCE_NUMBER}, which make
 * of it an UPSERT or a DELETE by primary key.
 */
final class ChangeDecoder {
  private static final String TYPE = "_change_type";
  private static final String SEQUENCE = "_change_sequence_number";

  private final FieldDescriptor type;
  private final FieldDescriptor sequence;
  private final boolean takesChanges;

  private ChangeDecoder(FieldDescriptor type, FieldDescriptor sequence, boolean takesChanges) {
    this.type = type;
    this.sequence = sequence;
    this.takesChanges = takesChanges;
  }

  /**
   * What is to be done with a row.
   *
   * @param delete otherwise it is an upsert
   * @param sequence {@link ChangeSequence#sortable}, null to go by arrival
   */
  record Change(boolean delete, String sequence) {}

  /**
   * Takes the pseudo-columns out of a writer's fields; null if it has none.
   *
   * @throws StorageRefusal if the table or the writer's schema is not made for changes
   */
  static ChangeDecoder take(Map<String, FieldDescriptor> fields, TableEntry table, String stream) {
    FieldDescriptor type = text(fields.remove(TYPE), stream);
    FieldDescriptor sequence = text(fields.remove(SEQUENCE), stream);
    if (type == null && sequence == null) {
      return null;
    }
    if (type == null) {
      throw StorageRefusal.invalidArgument(
          stream, "_CHANGE_SEQUENCE_NUMBER must come with _CHANGE_TYPE");
    }
    if (table.primaryKey().isEmpty()) {
      throw StorageRefusal.invalidArgument(
          stream,
          "_CHANGE_TYPE needs a primary key, and table " + table.name().display() + " has none");
    }
    return new ChangeDecoder(type, sequence, StreamState.isDefault(stream));
  }

  private static FieldDescriptor text(FieldDescriptor field, String stream) {
    if (field != null && (field.getType() != FieldDescriptor.Type.STRING || field.isRepeated())) {
      throw StorageRefusal.invalidArgument(
          stream, "The proto field " + field.getName() + " must be a single string");
    }
    return field;
  }

  /**
   * What the row says of itself.
   *
   * @throws InvalidValueException if it is neither UPSERT nor DELETE, on a stream that takes none,
   *     or has a bad number
   */
  Change decode(Message row) {
    String said = row.hasField(type) ? (String) row.getField(type) : "";
    if (!takesChanges) {
      throw new InvalidValueException(
          "The given value is not a valid CHANGE_TYPE in insert mode: " + said);
    }
    boolean delete = said.equals("DELETE");
    if (!delete && !said.equals("UPSERT")) {
      throw new InvalidValueException(
          "The given value is not a valid CHANGE_TYPE: \""
              + said
              + "\", expected UPSERT or DELETE");
    }
    boolean numbered = sequence != null && row.hasField(sequence);
    return new Change(
        delete, numbered ? ChangeSequence.sortable((String) row.getField(sequence)) : null);
  }
}
