/**
 * A Flink Sink V2 for BigQuery that writes every row exactly once.
 *
 * <p>The protocol, and why it is exact:
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
 */
package io.nowfeed.sinks.bigquery;
