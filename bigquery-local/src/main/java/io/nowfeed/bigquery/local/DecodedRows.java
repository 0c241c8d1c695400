package io.nowfeed.bigquery.local;

import io.nowfeed.bigquery.local.ChangeDecoder.Change;
import java.util.List;

/**
 * An append's rows.
 *
 * @param values a row each, in column order
 * @param changes what is to be done with each row; empty if all are to be added
 */
record DecodedRows(List<List<Object>> values, List<Change> changes) {}
