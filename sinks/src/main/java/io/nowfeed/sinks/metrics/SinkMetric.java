package io.nowfeed.sinks.metrics;

/**
 * What the BigQuery sink measures beside Flink's standard metrics of a sink. {@code numRecordsSend}
 * and {@code numBytesSend} there count what was handed to the client, once, {@code
 * numRecordsSendErrors} the rows that BigQuery or the encoder refused, and {@code currentSendTime}
 * is how long the latest append took until its answer.
 *
 * <p>Appends under way at the limit all the time, with a long {@link #APPEND_MILLIS}, say that
 * BigQuery or the network is the bottleneck; a long {@link #FLUSH_LAG} with a short one, that
 * checkpoints are.
 */
public enum SinkMetric implements DeclaredMetric {
  /** Written by the client's threads: it may lag an answer by a moment. */
  APPENDS_IN_FLIGHT(
      MetricDefinition.gauge("appendsInFlight", "appends")
          .means("sent and not answered, of one writer")
          .alertWhen(
              "at the sink's limit (8) all the time: BigQuery or the network is the bottleneck")),
  APPENDS_SENT_AGAIN(
      MetricDefinition.counter("appendsSentAgain", "appends")
          .means("sent once more, after a passing error or for a row refused beside them")
          .alertWhen("it grows steadily: a quota is too small")),
  APPEND_MILLIS(
      MetricDefinition.histogram("appendMillis", "ms")
          .means("from sending an append to its answer")
          .alertWhen("–")),
  REFUSED_ROWS(
      MetricDefinition.counter("refusedRows", "rows")
          .by("reason")
          .means("put aside because the table cannot take them; in the jobs, they are dead letters")
          .alertWhen("it grows")),
  FLUSH_LAG(
      MetricDefinition.gauge("flushLagMillis", "ms")
          .means(
              "from the moment a checkpoint's rows were handed over until they were visible:"
                  + " of the flush under way, which grows, or else of the latest. Two machines'"
                  + " clocks are compared")
          .alertWhen("above two checkpoint intervals"));

  @SuppressWarnings("ImmutableEnumChecker") // its lists are, although their type does not say so
  private final MetricDefinition definition;

  SinkMetric(MetricDefinition definition) {
    this.definition = definition;
  }

  @Override
  public MetricDefinition definition() {
    return definition;
  }
}
