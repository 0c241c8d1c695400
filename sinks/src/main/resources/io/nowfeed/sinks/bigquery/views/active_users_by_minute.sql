-- How many users were active in each minute, by country? A user counts once a minute; where nobody
-- is signed in, the session or device stands in. The minute is of event time. Country is NULL where
-- the user is not known.
--
-- Filter on event_day, so that BigQuery can leave out the partitions of other days.
SELECT
  TIMESTAMP_TRUNC(event_time, DAY) AS event_day,
  TIMESTAMP_TRUNC(event_time, MINUTE) AS event_minute,
  country,
  COUNT(DISTINCT COALESCE(user_id, 'session:' || session_id, 'device:' || device_id)) AS active_users,
  COUNT(*) AS beacons
FROM `${dataset}.active_users`
GROUP BY event_day, event_minute, country
