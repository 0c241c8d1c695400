package io.nowfeed.bigquery.local;

import com.google.api.core.ApiFuture;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BQTableSchemaToProtoDescriptor;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchemaConverter;
import com.google.cloud.bigquery.storage.v1.StreamWriter;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A StreamWriter for tables with an INT64 column {@code id}: a row is its number. */
final class ProtoWriter implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 20;

  private final Descriptor descriptor;
  private final StreamWriter writer;

  private ProtoWriter(Descriptor descriptor, StreamWriter writer) {
    this.descriptor = descriptor;
    this.writer = writer;
  }

  static ProtoWriter open(WriteStream stream, BigQueryWriteClient client) throws Exception {
    return open(stream, stream.getName(), client, false);
  }

  /** With {@code pooled}, writers of several tables share connections. */
  static ProtoWriter open(
      WriteStream stream, String name, BigQueryWriteClient client, boolean pooled)
      throws Exception {
    Descriptor descriptor =
        BQTableSchemaToProtoDescriptor.convertBQTableSchemaToProtoDescriptor(
            stream.getTableSchema());
    StreamWriter.Builder writer =
        StreamWriter.newBuilder(name, client)
            .setWriterSchema(ProtoSchemaConverter.convert(descriptor))
            .setEnableConnectionPool(pooled)
            .setLocation("us");
    return new ProtoWriter(descriptor, writer.build());
  }

  /** Appends rows numbered from {@code first} at {@code offset} and waits for the answer. */
  AppendRowsResponse append(long offset, long first, int count) throws Exception {
    return get(writer.append(rows(first, count), offset));
  }

  /** Appends without waiting. */
  ApiFuture<AppendRowsResponse> send(long offset, long first, int count) throws Exception {
    return writer.append(rows(first, count), offset);
  }

  /** Appends at whatever the end is. */
  AppendRowsResponse append(long first, int count) throws Exception {
    return get(writer.append(rows(first, count)));
  }

  /** Appends so many good rows, then one without an id. */
  AppendRowsResponse appendWithEmptyRow(int good) throws Exception {
    return get(
        writer.append(rows(0, good).toBuilder().addSerializedRows(ByteString.EMPTY).build()));
  }

  private static AppendRowsResponse get(ApiFuture<AppendRowsResponse> response) throws Exception {
    try {
      return response.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private ProtoRows rows(long first, int count) {
    ProtoRows.Builder rows = ProtoRows.newBuilder();
    for (long id = first; id < first + count; id++) {
      rows.addSerializedRows(
          DynamicMessage.newBuilder(descriptor)
              .setField(descriptor.findFieldByName("id"), id)
              .build()
              .toByteString());
    }
    return rows.build();
  }

  @Override
  public void close() {
    writer.close();
  }
}
