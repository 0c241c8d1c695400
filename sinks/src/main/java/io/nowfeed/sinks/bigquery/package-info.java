/**
 * A Flink Sink V2 for BigQuery that writes every row exactly once, or, where that is asked for, at
 * least once or as an upsert: {@link io.nowfeed.sinks.bigquery.Delivery}.
 *
 * <p>The protocol of exactly once, and why it is exact:
 *
 * <ol>
 *   <li>Each writer attempt opens a BUFFERED stream of its own with its first row and appends at
 *       explicit offsets. Appended rows are invisible until flushed.
 *   <li>At a checkpoint the writer waits for every append and hands the committer the stream's
 *       highest offset.
 *   <li>When the checkpoint is complete, the committer flushes the stream to that offset. Flushing
 *       an offset twice changes nothing, so a commit repeated after a restore is harmless.
 * </ol>
 *
 * <p>A failed attempt's unflushed rows stay invisible for ever; the next attempt replays them into
 * a new stream. The writer therefore has no state to restore.
 *
 * <p>The other deliveries append to the table's default stream, without offsets, and have nothing
 * to commit. All of them share {@code AppendStream}, which knows what to do when BigQuery does not
 * store an append.
 */
package io.nowfeed.sinks.bigquery;
