-- How often was an item clicked of the times it was shown, on each day of event time? Impressions
-- and clicks are counted as they came: not smoothed, and 0 impressions make no rate (NULL). Category
-- is NULL where the item was not in the catalogue.
--
-- Filter on event_day, so that BigQuery can leave out the partitions of other days.
SELECT
  TIMESTAMP_TRUNC(event_time, DAY) AS event_day,
  content_id,
  content_category,
  COUNTIF(action = 'IMPRESSION') AS impressions,
  COUNTIF(action = 'CLICK') AS clicks,
  SAFE_DIVIDE(COUNTIF(action = 'CLICK'), COUNTIF(action = 'IMPRESSION')) AS click_through_rate
FROM `${dataset}.enriched_interactions`
WHERE action IN ('IMPRESSION', 'CLICK')
GROUP BY event_day, content_id, content_category
