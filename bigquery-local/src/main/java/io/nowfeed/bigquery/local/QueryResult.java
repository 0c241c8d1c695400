package io.nowfeed.bigquery.local;

import io.nowfeed.bigquery.local.ResultType.Member;
import java.util.List;

/**
 * A query's answer.
 *
 * @param columns its columns
 * @param rows plain Java values in the columns' order; arrays and RECORDs are lists
 */
record QueryResult(List<Member> columns, List<List<Object>> rows) {}
