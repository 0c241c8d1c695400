package io.nowfeed.sinks.archive;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Lets Avro read Java's records as they are, without a copy of each. */
final class RecordModel extends GenericData {
  private final Map<String, RecordFields> records;

  /**
   * @param records how each record of the schema is read, by its full name
   */
  RecordModel(Map<String, RecordFields> records) {
    this.records = records;
  }

  @Override
  protected Object getRecordState(Object record, Schema schema) {
    return records.get(schema.getFullName());
  }

  @Override
  protected Object getField(Object record, String name, int position, Object state) {
    return ((RecordFields) state).value(record, position);
  }

  /** Unions here are of null and one other type. */
  @Override
  public int resolveUnion(Schema union, Object value) {
    int ofNull = union.getIndexNamed(Schema.Type.NULL.getName());
    return value == null ? ofNull : 1 - ofNull;
  }
}
