package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.nowfeed.sinks.kafka.SerializableFunction;
import io.nowfeed.sinks.kafka.SerializablePredicate;
import java.io.Serializable;
import java.util.List;

/**
 * What makes a row a change of the row with the same primary key: BigQuery's pseudo-columns of
 * change data capture.
 *
 * @param <T> type of the rows
 * @param sequenceNumber orders the changes of a key; 0 or more
 * @param deletes true if the change takes the row away
 */
record Changes<T extends Record>(
    SerializableFunction<T, Long> sequenceNumber, SerializablePredicate<T> deletes)
    implements Serializable {
  private static final String TYPE = "_CHANGE_TYPE";
  private static final String SEQUENCE_NUMBER = "_CHANGE_SEQUENCE_NUMBER";

  /** The table's columns, and behind them the pseudo-columns. */
  static TableSchema addColumns(TableSchema table) {
    return table.toBuilder().addFields(text(TYPE)).addFields(text(SEQUENCE_NUMBER)).build();
  }

  /** Writes the pseudo-columns; they are the last two of these fields. */
  FieldEncoder encoder(List<FieldDescriptor> fields) {
    ValueEncoder type = ScalarEncoders.text(fields.get(fields.size() - 2).getNumber());
    ValueEncoder sequence = ScalarEncoders.text(fields.get(fields.size() - 1).getNumber());
    return (row, out) -> {
      @SuppressWarnings("unchecked") // the encoder's rows are of this type
      T change = (T) row;
      type.encode(deletes.test(change) ? "DELETE" : "UPSERT", out);
      sequence.encode(hexOfSequence(change), out);
    };
  }

  /** BigQuery compares hexadecimal numbers, by their value. */
  private String hexOfSequence(T change) {
    Long number = sequenceNumber.apply(change);
    if (number == null || number < 0) {
      throw new RowException(
          SEQUENCE_NUMBER, "the row's sequence number must be 0 or more, and is " + number);
    }
    return Long.toHexString(number);
  }

  private static TableFieldSchema text(String name) {
    return TableFieldSchema.newBuilder()
        .setName(name)
        .setType(TableFieldSchema.Type.STRING)
        .setMode(TableFieldSchema.Mode.NULLABLE)
        .build();
  }
}
