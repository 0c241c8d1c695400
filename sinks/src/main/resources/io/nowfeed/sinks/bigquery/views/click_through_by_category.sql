-- How often was content of a category clicked of the times it was shown, on each day of event time
-- and in each country? Category is NULL where the item was not in the catalogue, country where the
-- user is not known.
--
-- Filter on event_day, so that BigQuery can leave out the partitions of other days.
SELECT
  TIMESTAMP_TRUNC(event_time, DAY) AS event_day,
  content_category,
  country,
  COUNTIF(action = 'IMPRESSION') AS impressions,
  COUNTIF(action = 'CLICK') AS clicks,
  SAFE_DIVIDE(COUNTIF(action = 'CLICK'), COUNTIF(action = 'IMPRESSION')) AS click_through_rate
FROM `${dataset}.enriched_interactions`
WHERE action IN ('IMPRESSION', 'CLICK')
GROUP BY event_day, content_category, country
