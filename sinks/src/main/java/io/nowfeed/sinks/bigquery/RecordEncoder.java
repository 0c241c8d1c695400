package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.storage.v1.BQTableSchemaToProtoDescriptor;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.ProtoSchemaConverter;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;

/**
 * Turns records into the protobuf bytes a BigQuery table takes. Built once from the record type and
 * the table; a row then costs no reflection, no boxing of primitives and no copy.
 *
 * <p>Component {@code userId} is column {@code user_id}. What goes where:
 *
 * <ul>
 *   <li>INT64: long, int, short. FLOAT64: double, float. BOOL: boolean. Boxed where null is wanted.
 *   <li>STRING: String, or an enum by its name. JSON, GEOGRAPHY: String.
 *   <li>TIMESTAMP: long in epoch milliseconds, or Instant to the microsecond.
 *   <li>DATE: LocalDate, or a whole number of epoch days.
 *   <li>NUMERIC, BIGNUMERIC: BigDecimal. BYTES: byte[].
 *   <li>STRUCT: a record. REPEATED: a List, or another collection, of any of these.
 * </ul>
 *
 * <p>A NULLABLE or REPEATED column without a component stays null. Not thread-safe: rows share its
 * buffer.
 *
 * @param <T> type of the rows
 */
public final class RecordEncoder<T extends Record> {
  private final StructEncoder root;
  private final Descriptor descriptor;
  private final WireBuffer buffer = new WireBuffer();

  private RecordEncoder(StructEncoder root, Descriptor descriptor) {
    this.root = root;
    this.descriptor = descriptor;
  }

  /**
   * An encoder of these rows for this table.
   *
   * @param table what to call the table in errors
   * @throws IllegalArgumentException if type and table do not fit; the text lists every reason
   */
  public static <T extends Record> RecordEncoder<T> of(
      Class<T> rowType, TableSchema schema, String table) {
    return of(rowType, schema, null, table);
  }

  /**
   * The same for rows that are changes.
   *
   * @param changes null if rows are but rows
   */
  static <T extends Record> RecordEncoder<T> of(
      Class<T> rowType, TableSchema schema, Changes<T> changes, String table) {
    TableSchema written = changes == null ? schema : Changes.addColumns(schema);
    Descriptor descriptor = descriptorOf(written, table);
    StructEncoder root = match(rowType, schema, descriptor, table);
    if (changes != null) {
      root = root.and(changes.encoder(descriptor.getFields()));
    }
    return new RecordEncoder<>(root, descriptor);
  }

  private static StructEncoder match(
      Class<?> rowType, TableSchema schema, Descriptor descriptor, String table) {
    SchemaMatch match = new SchemaMatch();
    StructEncoder root = match.struct(rowType, schema.getFieldsList(), descriptor, "");
    if (!match.mismatches().isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "BigQuery table %s does not fit rows of type %s:%n  - %s%n"
                  + "Change the table (ALTER TABLE) or the record, then restart the job.",
              table,
              rowType.getName(),
              String.join(System.lineSeparator() + "  - ", match.mismatches())));
    }
    return root;
  }

  /**
   * The row as protobuf bytes.
   *
   * @throws IllegalArgumentException if the table cannot take a value: null in a REQUIRED column or
   *     in an array, or out of the column's range; the text names the column
   */
  public ByteString encode(T row) {
    buffer.begin();
    root.encode(row, buffer);
    return buffer.end();
  }

  /** What the bytes mean, as the service wants to be told. */
  public ProtoSchema protoSchema() {
    return ProtoSchemaConverter.convert(descriptor);
  }

  Descriptor descriptor() {
    return descriptor;
  }

  private static Descriptor descriptorOf(TableSchema schema, String table) {
    try {
      return BQTableSchemaToProtoDescriptor.convertBQTableSchemaToProtoDescriptor(schema);
    } catch (DescriptorValidationException e) {
      throw new IllegalArgumentException(
          "BigQuery table "
              + table
              + " has columns that protobuf cannot describe: "
              + e.getMessage(),
          e);
    }
  }
}
