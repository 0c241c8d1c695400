/**
 * Drives the pipeline with a user's own export.
 *
 * <pre>
 * file ─► CsvRows ─► RowParser ─► LookAhead ─ users (SQL), content ─► ConsumedBarrier
 *                                     │                                    │ consumed
 *                                     └─────────── chunks ──────────► ReplayLoop ─► EventSink
 * </pre>
 */
package io.nowfeed.local.replay;
