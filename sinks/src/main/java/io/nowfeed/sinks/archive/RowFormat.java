package io.nowfeed.sinks.archive;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.flink.formats.avro.AvroBuilder;
import org.apache.flink.formats.avro.AvroWriterFactory;

/**
 * Opens an Avro file for rows.
 *
 * @param <T> the row type
 */
public final class RowFormat<T extends Record> implements AvroBuilder<T> {
  private static final long serialVersionUID = 1L;

  /** Part of the JDK, and read by everything that reads Avro; snappy and zstd bring native code. */
  private static final int DEFLATE_LEVEL = 6;

  private final String table;
  private final Class<T> row;

  private RowFormat(String table, Class<T> row) {
    this.table = table;
    this.row = row;
  }

  /**
   * The format of a table's files.
   *
   * @param table one of {@link ArchiveTables#NAMES}
   * @param row a record type with a component for each field of the table's schema
   * @throws IllegalArgumentException if the row's components are not the fields of the schema
   */
  public static <T extends Record> AvroWriterFactory<T> of(String table, Class<T> row) {
    RecordFields.of(row, ArchiveTables.schema(table));
    return new AvroWriterFactory<>(new RowFormat<>(table, row));
  }

  @Override
  public DataFileWriter<T> createWriter(OutputStream out) throws IOException {
    Schema schema = ArchiveTables.schema(table);
    GenericDatumWriter<T> rows =
        new GenericDatumWriter<>(schema, new RecordModel(RecordFields.of(row, schema)));
    return new DataFileWriter<>(rows)
        .setCodec(CodecFactory.deflateCodec(DEFLATE_LEVEL))
        .create(schema, out);
  }
}
