package io.nowfeed.sinks.bigquery;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import com.google.cloud.bigquery.storage.v1.FlushRowsRequest;
import com.google.protobuf.Int64Value;
import java.io.IOException;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;

/**
 * Makes the rows of a complete checkpoint visible by flushing their streams.
 *
 * <p>A flush may be repeated: after a restore Flink commits again what it does not know to be
 * committed. BigQuery answers ALREADY_EXISTS if the offset was flushed before.
 *
 * <p>No stream is finalized here, since BigQuery forgets those that nobody uses by itself. So one
 * that is finalized was so by somebody else, perhaps before its rows were flushed, and then nobody
 * will ever see them: that is an error, and never taken for a flush of before. Versions that did
 * finalize did so after the flush, and their committables say so.
 *
 * <p>When BigQuery cannot flush just now the client repeats the call, with growing pauses, as long
 * as {@link RetryLimits} says. Then the job fails, and restores the same committables. Flink's
 * {@code retryLater} is of no use here: it comes back at once, without a pause. {@code
 * signalFailedWithKnownReason} is never used: it goes on without the rows.
 */
final class BigQueryCommitter implements Committer<BigQueryCommittable> {
  private final BigQueryTable table;
  private final CommitMetrics metrics;
  private BigQueryWriteClient client;

  BigQueryCommitter(BigQueryTable table, CommitMetrics metrics) {
    this.table = table;
    this.metrics = metrics;
  }

  @Override
  public void commit(Collection<CommitRequest<BigQueryCommittable>> requests)
      throws IOException, InterruptedException {
    for (CommitRequest<BigQueryCommittable> request : requests) {
      commit(request);
    }
  }

  @Override
  public void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }

  private void commit(CommitRequest<BigQueryCommittable> request)
      throws IOException, InterruptedException {
    BigQueryCommittable committable = request.getCommittable();
    metrics.flushes(committable);
    try {
      flush(committable);
    } catch (ApiException e) {
      if (!isFlushedAlready(committable, e)) {
        throw failed(committable, e);
      }
      request.signalAlreadyCommitted();
    }
    metrics.visible();
  }

  private void flush(BigQueryCommittable committable) throws IOException, InterruptedException {
    FlushRowsRequest request =
        FlushRowsRequest.newBuilder()
            .setWriteStream(committable.stream())
            .setOffset(Int64Value.of(committable.lastOffset()))
            .build();
    StorageCalls.await(client().flushRowsCallable().futureCall(request));
  }

  private static boolean isFlushedAlready(BigQueryCommittable committable, ApiException answer) {
    return StorageCalls.answered(answer, StatusCode.Code.ALREADY_EXISTS)
        || (committable.finalizedByUs() && isFinalized(answer));
  }

  /** Not every answer carries the detail with the code, so the text has to do as well. */
  private static boolean isFinalized(ApiException answer) {
    return Exceptions.toStorageException(answer) instanceof Exceptions.StreamFinalizedException
        || (StorageCalls.answered(answer, StatusCode.Code.INVALID_ARGUMENT)
            && String.valueOf(answer.getMessage()).contains("finalized"));
  }

  private IOException failed(BigQueryCommittable committable, ApiException answer) {
    String rows =
        String.format(
            "rows of BigQuery table %s visible (up to offset %d of %s)",
            table.displayName(), committable.lastOffset(), committable.stream());
    if (StorageCalls.answered(answer, StatusCode.Code.NOT_FOUND)) {
      return new IOException(
          "Cannot make "
              + rows
              + ": BigQuery no longer knows the stream, as happens some days after it was written."
              + " If the job was stopped cleanly they are visible already. Check the table; then"
              + " restore a younger checkpoint, or restore this one with a new uid on the sink and"
              + " --allowNonRestoredState, which skips these rows.",
          answer);
    }
    if (isFinalized(answer)) {
      return new IOException(
          "Cannot make "
              + rows
              + ": somebody finalized the stream, which this version of Nowfeed never does, and BigQuery flushes no"
              + " stream that is. Those of its rows that are not in the table stay out of it. Find"
              + " who finalizes streams of this table, and stop that; then restore this checkpoint"
              + " with a new uid on the sink and --allowNonRestoredState, which skips these rows,"
              + " and insert what is missing.",
          answer);
    }
    return new IOException(
        "Cannot make "
            + rows
            + ": "
            + answer.getMessage()
            + ". Nothing is lost: the restored job flushes them again.",
        answer);
  }

  private BigQueryWriteClient client() throws IOException {
    if (client == null) {
      client = table.writeClient();
    }
    return client;
  }
}
