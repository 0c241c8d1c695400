-- Does an arm of an experiment make users click more? Impressions and clicks of each day of event
-- time, of users who were sent a list in the experiment, from the event of their first list on.
-- Users are those who were shown or clicked anything on that day. Should a user have changed arms,
-- the arm of the latest list counts. One user's clicks hang together: for the error of a difference
-- average by user first.
--
-- Filter on event_day, so that BigQuery can leave out the interactions of other days. Of the lists it
-- reads seven columns whole.
WITH
  lists AS (
    SELECT
      COALESCE(user_id, 'session:' || session_id, 'device:' || device_id) AS user_key,
      experiment,
      arm,
      version,
      trigger_time
    FROM `${dataset}.recommendations`
    WHERE experiment IS NOT NULL
  ),
  ranked AS (
    SELECT
      user_key,
      experiment,
      arm,
      MIN(trigger_time) OVER (PARTITION BY user_key, experiment) AS member_since,
      ROW_NUMBER() OVER (PARTITION BY user_key, experiment ORDER BY version DESC) AS age
    FROM lists
  ),
  members AS (
    SELECT user_key, experiment, arm, member_since
    FROM ranked
    WHERE age = 1
  ),
  interactions AS (
    SELECT
      COALESCE(user_id, 'session:' || session_id, 'device:' || device_id) AS user_key,
      event_time,
      action
    FROM `${dataset}.enriched_interactions`
    WHERE action IN ('IMPRESSION', 'CLICK')
  )
SELECT
  TIMESTAMP_TRUNC(interactions.event_time, DAY) AS event_day,
  members.experiment,
  members.arm,
  COUNT(DISTINCT members.user_key) AS users,
  COUNTIF(interactions.action = 'IMPRESSION') AS impressions,
  COUNTIF(interactions.action = 'CLICK') AS clicks,
  SAFE_DIVIDE(
    COUNTIF(interactions.action = 'CLICK'),
    COUNTIF(interactions.action = 'IMPRESSION')) AS click_through_rate
FROM interactions
JOIN members ON members.user_key = interactions.user_key
WHERE interactions.event_time >= members.member_since
GROUP BY event_day, experiment, arm
