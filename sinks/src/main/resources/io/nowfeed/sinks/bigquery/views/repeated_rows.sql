-- Which input is in a table more than once? Empty is what exactly once promises: every row here is
-- one to look into, with the coordinates of its input record in Kafka.
--
-- It reads three columns of the whole tables.
SELECT table_name, origin_topic, origin_partition, origin_offset, COUNT(*) AS copies
FROM (
  SELECT 'enriched_interactions' AS table_name, origin_topic, origin_partition, origin_offset
  FROM `${dataset}.enriched_interactions`
  UNION ALL
  SELECT 'active_users' AS table_name, origin_topic, origin_partition, origin_offset
  FROM `${dataset}.active_users`
  UNION ALL
  SELECT 'relevance' AS table_name, origin_topic, origin_partition, origin_offset
  FROM `${dataset}.relevance`
) AS origins
GROUP BY table_name, origin_topic, origin_partition, origin_offset
HAVING COUNT(*) > 1
