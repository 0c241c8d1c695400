/** What writing to BigQuery costs, beside Google's own writer of JSON rows. */
package io.nowfeed.bench.bigquery;
