/**
 * A BigQuery for laptops and tests: the official clients talk to it unchanged, DuckDB keeps the
 * rows.
 *
 * <p>Two doors lead in: {@link io.nowfeed.bigquery.local.WriteService} speaks the Storage Write
 * gRPC protocol, {@link io.nowfeed.bigquery.local.RestServer} the REST subset for datasets, tables
 * and queries. Both work on one {@link io.nowfeed.bigquery.local.Database}, in which a stream's
 * bookkeeping commits together with its rows: that is what makes flushes exact after a kill.
 */
package io.nowfeed.bigquery.local;
