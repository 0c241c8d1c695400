-- What lists were worth: one row for each item that a user engaged with for the first time, for
-- dashboards on a plain database. Nothing in it is personal. Run it again on an existing database: it
-- adds what a newer version needs, and keeps what is granted.
CREATE TABLE IF NOT EXISTS relevance (
  origin_topic     text        NOT NULL,
  origin_partition int         NOT NULL,
  origin_offset    bigint      NOT NULL,
  event_time       timestamptz NOT NULL,
  experiment       text,
  arm              text,
  content_id       text        NOT NULL,
  action           text        NOT NULL,
  rank             int,
  rung             text,
  session_rank     int,
  engaged_before   int         NOT NULL,
  country          text,
  content_category text,
  content_language text,
  PRIMARY KEY (origin_topic, origin_partition, origin_offset)
);
CREATE INDEX IF NOT EXISTS relevance_event_time ON relevance (event_time);

-- What ./nowfeed catalog shows. Personal columns begin with [PII], as in BigQuery.
COMMENT ON TABLE relevance IS 'What lists were worth: one row for each item a user engaged with for the first time. Owner: nowfeed.';
COMMENT ON COLUMN relevance.origin_topic IS 'Topic of the interaction.';
COMMENT ON COLUMN relevance.origin_partition IS 'Partition of the interaction, from 0.';
COMMENT ON COLUMN relevance.origin_offset IS 'Offset of the interaction in its partition, from 0.';
COMMENT ON COLUMN relevance.event_time IS 'When it happened, by the clock of the device.';
COMMENT ON COLUMN relevance.experiment IS 'Experiment the user takes part in.';
COMMENT ON COLUMN relevance.arm IS 'Arm of the experiment.';
COMMENT ON COLUMN relevance.content_id IS 'The item.';
COMMENT ON COLUMN relevance.action IS 'What the user did.';
COMMENT ON COLUMN relevance.rank IS 'Place of the item on the list. NULL when it had none.';
COMMENT ON COLUMN relevance.rung IS 'What put it there.';
COMMENT ON COLUMN relevance.session_rank IS 'Place on the first list of the session.';
COMMENT ON COLUMN relevance.engaged_before IS 'With how many items the user had engaged before.';
COMMENT ON COLUMN relevance.country IS 'Country of the user.';
COMMENT ON COLUMN relevance.content_category IS 'Category of the item.';
COMMENT ON COLUMN relevance.content_language IS 'Language of the item.';

-- Sums of each day of event time (UTC), which add up: a miss has no rung.
--   SELECT arm, sum(hits_at_10)::float8 / sum(engagements) AS hr_10,
--          sum(reciprocal_ranks_at_10) / sum(engagements) AS mrr_10
--   FROM relevance_by_day WHERE event_day > current_date - 7 GROUP BY arm
-- New columns come last: a view that others depend on can only grow at its end.
CREATE OR REPLACE VIEW relevance_by_day AS
SELECT (event_time AT TIME ZONE 'UTC')::date                AS event_day,
       experiment, arm, rung,
       count(*)                                             AS engagements,
       count(rank)                                          AS hits,
       count(*) FILTER (WHERE rank <= 10)                   AS hits_at_10,
       coalesce(sum(1 / rank::float8) FILTER (WHERE rank <= 10), 0) AS reciprocal_ranks_at_10
FROM relevance
GROUP BY 1, experiment, arm, rung;
