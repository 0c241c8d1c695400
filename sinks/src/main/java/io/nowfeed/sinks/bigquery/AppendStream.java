package io.nowfeed.sinks.bigquery;

import com.google.api.core.ApiFuture;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The appends of one writer attempt to its stream: in order, a bounded number at a time. For the
 * one thread of its writer.
 *
 * <p>An append that was not stored holds up those behind it, which BigQuery then refuses as out of
 * range. So the answers to all of them are awaited, rows that BigQuery names are put aside, and the
 * rest is sent again in the order it had.
 *
 * @param <T> type of the rows
 */
final class AppendStream<T> implements AutoCloseable {
  private final BigQueryTable table;
  private final StreamConnection connection;
  private final Delivery delivery;
  private final int maxInFlight;
  private final RefusedRows<T> refusedRows;
  private final AppendMetrics metrics;
  private final Backoff backoff;
  private final ArrayDeque<Append<T>> inFlight = new ArrayDeque<>();
  private long nextOffset;

  private record Append<T>(ApiFuture<AppendRowsResponse> answer, long offset, RowBatch<T> rows) {}

  private record Answered<T>(Append<T> append, AppendAnswer answer) {}

  AppendStream(
      BigQueryTable table,
      StreamConnection connection,
      Delivery delivery,
      int maxInFlight,
      RefusedRows<T> refusedRows,
      AppendMetrics metrics) {
    this.table = table;
    this.connection = connection;
    this.delivery = delivery;
    this.maxInFlight = maxInFlight;
    this.refusedRows = refusedRows;
    this.metrics = metrics;
    this.backoff = new Backoff(table.retries());
  }

  /** Full name of the stream. */
  String name() {
    return connection.stream();
  }

  /** Number of rows sent so far that were not refused: the offset of the next row. */
  long nextOffset() {
    return nextOffset;
  }

  /**
   * Sends rows, after waiting for room if too many appends are under way.
   *
   * @throws IOException if BigQuery refused an earlier append for good
   */
  void append(RowBatch<T> rows) throws IOException, InterruptedException {
    while (inFlight.size() >= maxInFlight) {
      settleOldest();
    }
    metrics.sent(rows.size(), rows.bytes());
    send(rows);
  }

  /** Looks at the answers that are there; waits only if one of them is no. */
  void checkAnswered() throws IOException, InterruptedException {
    while (!inFlight.isEmpty() && inFlight.element().answer().isDone()) {
      settleOldest();
    }
  }

  /** Waits until BigQuery holds every row that it takes. */
  void awaitAll() throws IOException, InterruptedException {
    while (!inFlight.isEmpty()) {
      settleOldest();
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  private void send(RowBatch<T> rows) {
    long offset = delivery.hasOwnStream() ? nextOffset : -1;
    ApiFuture<AppendRowsResponse> answer = connection.append(rows.encoded(), offset);
    metrics.underWay(answer);
    inFlight.add(new Append<>(answer, nextOffset, rows));
    nextOffset += rows.size();
  }

  private void settleOldest() throws IOException, InterruptedException {
    Append<T> append = inFlight.element();
    AppendAnswer answer = AppendAnswer.await(append.answer());
    if (answer.outcome() == AppendAnswer.Outcome.STORED) {
      checkOffset(append, answer.offset());
      inFlight.remove();
      backoff.reset();
    } else if (answer.outcome() == AppendAnswer.Outcome.OUT_OF_RANGE) {
      throw failed(append, answer); // all before it is stored, so BigQuery has lost rows
    } else {
      sendAgain();
    }
  }

  /** Everything under way, once there is an answer to all of it. */
  private void sendAgain() throws IOException, InterruptedException {
    List<Answered<T>> answered = new ArrayList<>();
    boolean passing = false;
    for (Append<T> append : inFlight) {
      Answered<T> next = new Answered<>(append, AppendAnswer.await(append.answer()));
      check(next);
      if (next.answer().outcome() == AppendAnswer.Outcome.TRY_AGAIN) {
        passing = true;
        append.rows().markUncertain();
      }
      answered.add(next);
    }
    Answered<T> first = answered.get(0);
    if (passing && !backoff.pause()) {
      throw failed(first.append(), first.answer());
    }
    connection.mend();
    inFlight.clear();
    nextOffset = first.append().offset();
    for (Answered<T> append : answered) {
      sendAgain(append);
    }
  }

  private void sendAgain(Answered<T> answered) throws IOException, InterruptedException {
    Append<T> append = answered.append();
    if (answered.answer().outcome() == AppendAnswer.Outcome.STORED) {
      checkOffset(append, nextOffset);
      nextOffset += append.rows().size();
      return;
    }
    checkOffsetIsFree(append);
    RowBatch<T> rest = putAside(append.rows(), answered.answer().rowErrors());
    if (rest.size() > 0) {
      metrics.sentAgain();
      send(rest);
    }
  }

  /**
   * Rows behind a refused one move up, and their offset goes to others. Of rows whose answer was
   * lost nobody knows whether BigQuery still has them before it with that offset: it would store
   * them there, twice, and take the others for stored. A new stream knows nothing of them.
   */
  private void checkOffsetIsFree(Append<T> append) throws IOException {
    if (delivery.hasOwnStream() && append.rows().wasUncertain() && nextOffset != append.offset()) {
      throw new IOException(
          describe(append)
              + ": the answer to them was lost, and rows before them were refused, so they cannot"
              + " be sent again to this stream. The next attempt writes them to a new one.");
    }
  }

  private RowBatch<T> putAside(RowBatch<T> rows, Map<Integer, String> refused)
      throws IOException, InterruptedException {
    if (refused.isEmpty()) {
      return rows;
    }
    for (Map.Entry<Integer, String> row : refused.entrySet()) {
      T original = rows.original(row.getKey());
      refusedRows.add(original, RefusedRow.Reason.REFUSED_BY_BIGQUERY, row.getValue());
    }
    return rows.without(Set.copyOf(refused.keySet()));
  }

  private void check(Answered<T> answered) throws IOException {
    boolean hopeless =
        switch (answered.answer().outcome()) {
          case FAILED -> true;
          case ROWS_REFUSED -> !refusedRows.areTaken() || !namesRowsOf(answered);
          case STORED, TRY_AGAIN, OUT_OF_RANGE -> false;
        };
    if (hopeless) {
      throw failed(answered.append(), answered.answer());
    }
  }

  private static boolean namesRowsOf(Answered<?> answered) {
    int size = answered.append().rows().size();
    return answered.answer().rowErrors().keySet().stream().allMatch(row -> row >= 0 && row < size);
  }

  private void checkOffset(Append<T> append, long offset) throws IOException {
    if (delivery.hasOwnStream() && offset >= 0 && offset != append.offset()) {
      throw new IOException(
          describe(append) + ": BigQuery stored them at offset " + offset + " instead");
    }
  }

  private IOException failed(Append<T> append, AppendAnswer answer) {
    metrics.refused(append.rows().size());
    return new IOException(describe(append) + ": " + answer.reason(), answer.refusal());
  }

  private String describe(Append<T> append) {
    return String.format(
        "BigQuery table %s did not take %d rows at offset %d of %s",
        table.displayName(), append.rows().size(), append.offset(), name());
  }
}
