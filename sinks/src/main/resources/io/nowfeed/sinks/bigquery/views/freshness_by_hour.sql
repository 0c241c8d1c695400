-- How fresh are lists? Milliseconds from the event that made a list, by the device's clock, to the
-- list, by the job's: half of the lists of an hour were younger than p50, 99 of 100 than p99. Lists
-- that a withdrawal made are left out, for they follow no event of the user. The hour is that in
-- which the list was made. Percentiles are approximate, as APPROX_QUANTILES is.
--
-- Filter on list_day, so that BigQuery can leave out the partitions of other days.
SELECT
  TIMESTAMP_TRUNC(generated_at, DAY) AS list_day,
  TIMESTAMP_TRUNC(generated_at, HOUR) AS list_hour,
  trigger_kind,
  COUNT(*) AS lists,
  APPROX_QUANTILES(TIMESTAMP_DIFF(generated_at, trigger_time, MILLISECOND), 100)[OFFSET(50)] AS p50_ms,
  APPROX_QUANTILES(TIMESTAMP_DIFF(generated_at, trigger_time, MILLISECOND), 100)[OFFSET(90)] AS p90_ms,
  APPROX_QUANTILES(TIMESTAMP_DIFF(generated_at, trigger_time, MILLISECOND), 100)[OFFSET(99)] AS p99_ms,
  MAX(TIMESTAMP_DIFF(generated_at, trigger_time, MILLISECOND)) AS max_ms
FROM `${dataset}.recommendations`
WHERE trigger_kind IN ('BEACON', 'INTERACTION')
GROUP BY list_day, list_hour, trigger_kind
