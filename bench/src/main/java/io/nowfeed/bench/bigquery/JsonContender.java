package io.nowfeed.bench.bigquery;

import com.google.api.core.ApiFuture;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.FlushRowsRequest;
import com.google.cloud.bigquery.storage.v1.JsonStreamWriter;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.Int64Value;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.json.JSONArray;

/**
 * Google's JsonStreamWriter as its best user would have it: one long connection, large appends sent
 * without waiting, at offsets of a BUFFERED stream, which is what exactly-once takes. Its rows are
 * JSON before the clock starts, so that making JSON of them costs it nothing.
 */
final class JsonContender implements Contender {
  private static final long ANSWERED_WITHIN_SECONDS = 120;

  private final List<JSONArray> batches = new ArrayList<>();

  /**
   * Makes JSON of the rows.
   *
   * @param batchRows rows an append
   */
  JsonContender(List<Visit> rows, int batchRows) {
    for (int first = 0; first < rows.size(); first += batchRows) {
      JSONArray batch = new JSONArray();
      rows.subList(first, Math.min(rows.size(), first + batchRows))
          .forEach(row -> batch.put(row.toJson()));
      batches.add(batch);
    }
  }

  @Override
  public String name() {
    return "JsonStreamWriter";
  }

  @Override
  public void write(BigQueryConnection connection, int passes) throws Exception {
    String table =
        "projects/%s/datasets/%s/tables/%s"
            .formatted(connection.project(), connection.dataset(), VisitTable.NAME);
    WriteStream buffered = WriteStream.newBuilder().setType(WriteStream.Type.BUFFERED).build();
    try (BigQueryWriteClient client = connection.writeClient()) {
      String stream = client.createWriteStream(table, buffered).getName();
      long rows = append(stream, client, passes);
      client.flushRows(
          FlushRowsRequest.newBuilder()
              .setWriteStream(stream)
              .setOffset(Int64Value.of(rows - 1))
              .build());
      client.finalizeWriteStream(stream);
    }
  }

  private long append(String stream, BigQueryWriteClient client, int passes) throws Exception {
    List<ApiFuture<AppendRowsResponse>> answers = new ArrayList<>();
    long offset = 0;
    try (JsonStreamWriter writer =
        JsonStreamWriter.newBuilder(stream, VisitTable.schema(), client).build()) {
      for (int pass = 0; pass < passes; pass++) {
        for (JSONArray batch : batches) {
          answers.add(writer.append(batch, offset));
          offset += batch.length();
        }
      }
      for (ApiFuture<AppendRowsResponse> answer : answers) {
        answer.get(ANSWERED_WITHIN_SECONDS, TimeUnit.SECONDS);
      }
    }
    return offset;
  }
}
