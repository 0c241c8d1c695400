package io.nowfeed.local.audit;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.JobException;
import com.google.cloud.bigquery.QueryJobConfiguration;
import io.nowfeed.local.kafka.OffsetRange;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Which origins a table's rows have. BigQuery finds the runs of contiguous offsets itself, so that
 * millions of rows travel as few; its SQL here is also DuckDB's.
 */
final class BigQueryRows {
  /** The local BigQuery answers with no more. */
  private static final int PAGE = 100_000;

  /** Contiguous offsets keep their distance to their row number: each run is one group. */
  private static final String RUNS =
      """
      WITH origins AS (
        SELECT origin_topic, origin_partition, origin_offset
        FROM %s
        GROUP BY origin_topic, origin_partition, origin_offset
      ), numbered AS (
        SELECT origin_topic, origin_partition, origin_offset,
          origin_offset - ROW_NUMBER() OVER (
            PARTITION BY origin_topic, origin_partition ORDER BY origin_offset) AS run
        FROM origins
      ), found AS (
        SELECT origin_topic, origin_partition,
          MIN(origin_offset) AS first_offset, MAX(origin_offset) AS last_offset
        FROM numbered
        GROUP BY origin_topic, origin_partition, run
      )
      """;

  private static final String REPEATED =
      """
      WITH found AS (
        SELECT origin_topic, origin_partition,
          origin_offset AS first_offset, origin_offset AS last_offset
        FROM %s
        GROUP BY origin_topic, origin_partition, origin_offset
        HAVING COUNT(*) > 1
      )
      """;

  private static final String PAGE_OF_FOUND =
      """
      SELECT origin_topic, origin_partition, first_offset, last_offset
      FROM found
      WHERE %s
      ORDER BY origin_topic, origin_partition, first_offset
      LIMIT %d
      """;

  private final BigQuery client;
  private final DatasetId dataset;
  private final int page;

  /**
   * @param dataset the tables are in
   */
  BigQueryRows(BigQuery client, DatasetId dataset) {
    this(client, dataset, PAGE);
  }

  /** With pages of another size, in rows of the answer. */
  BigQueryRows(BigQuery client, DatasetId dataset, int page) {
    this.client = client;
    this.dataset = dataset;
    this.page = page;
  }

  /** The origins of all rows. */
  OffsetSets origins(String table) {
    return all(RUNS.formatted(table));
  }

  /** The origins that more than one row has. */
  OffsetSets repeated(String table) {
    return all(REPEATED.formatted(table));
  }

  private OffsetSets all(String found) {
    OffsetSets origins = new OffsetSets();
    Run last = null;
    do {
      last = page(found, last, run -> origins.of(run.partition).addAll(run.offsets));
    } while (last != null);
    return origins;
  }

  /** Reads a page behind {@code after}; its last run when there may be more, or null. */
  private Run page(String found, Run after, Consumer<Run> each) {
    String sql = found + PAGE_OF_FOUND.formatted(after == null ? "TRUE" : after.behind(), page);
    Run last = null;
    long count = 0;
    for (FieldValueList row : query(sql)) {
      last = Run.of(row);
      each.accept(last);
      count++;
    }
    return count == page ? last : null;
  }

  private Iterable<FieldValueList> query(String sql) {
    try {
      return client
          .query(QueryJobConfiguration.newBuilder(sql).setDefaultDataset(dataset).build())
          .iterateAll();
    } catch (BigQueryException | JobException e) {
      throw new AuditFailedException("BigQuery refuses to say what it has: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuditFailedException("interrupted while BigQuery was asked", e);
    }
  }

  /** Contiguous offsets that a table has. */
  private record Run(TopicPartition partition, OffsetRange offsets) {
    static Run of(FieldValueList row) {
      return new Run(
          new TopicPartition(row.get(0).getStringValue(), (int) row.get(1).getLongValue()),
          new OffsetRange(row.get(2).getLongValue(), row.get(3).getLongValue() + 1));
    }

    /** A topic's name has letters, digits, dots, dashes and underscores: nothing to be escaped. */
    String behind() {
      return """
          origin_topic > '%1$s' OR (origin_topic = '%1$s' AND (origin_partition > %2$d
            OR (origin_partition = %2$d AND first_offset > %3$d)))"""
          .formatted(partition.topic(), partition.partition(), offsets.begin());
    }
  }
}
