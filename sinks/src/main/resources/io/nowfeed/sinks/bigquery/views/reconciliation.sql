-- Is every input record in its table, once? Rows of each hour in which the broker took the input and
-- of each partition of the input's topic: how many there are, how many inputs they come from, how
-- many are copies, and how many offsets are missing before them. 0 copies is what exactly once
-- promises. A missing offset need not be lost: it may be a dead letter, a duplicate of a client, or
-- the marker of a producer's transaction. ./nowfeed audit tells them apart.
--
-- It reads the whole of the two tables, five columns of them: an offset is only missing if no day has
-- it.
WITH
  origins AS (
    SELECT 'enriched_interactions' AS table_name, origin_topic, origin_partition, origin_offset,
      COALESCE(ingested_at, event_time) AS taken_at
    FROM `${dataset}.enriched_interactions`
    UNION ALL
    SELECT 'active_users' AS table_name, origin_topic, origin_partition, origin_offset,
      COALESCE(ingested_at, event_time) AS taken_at
    FROM `${dataset}.active_users`
  ),
  inputs AS (
    SELECT table_name, origin_topic, origin_partition, origin_offset,
      MIN(taken_at) AS taken_at, COUNT(*) AS copies
    FROM origins
    GROUP BY table_name, origin_topic, origin_partition, origin_offset
  ),
  steps AS (
    SELECT table_name, origin_topic, origin_partition, origin_offset, taken_at, copies,
      origin_offset - 1 - LAG(origin_offset) OVER (
        PARTITION BY table_name, origin_topic, origin_partition ORDER BY origin_offset) AS missing
    FROM inputs
  )
SELECT
  TIMESTAMP_TRUNC(taken_at, HOUR) AS input_hour,
  table_name,
  origin_topic,
  origin_partition,
  SUM(copies) AS row_count,
  COUNT(*) AS distinct_offsets,
  SUM(copies) - COUNT(*) AS repeated_rows,
  SUM(COALESCE(missing, 0)) AS missing_offsets,
  MIN(origin_offset) AS first_offset,
  MAX(origin_offset) AS last_offset
FROM steps
GROUP BY input_hour, table_name, origin_topic, origin_partition
