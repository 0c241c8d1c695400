-- The current leaderboards of each segment and window, for dashboards on a plain database. Run it
-- again on an existing database: it adds what a newer version needs, and keeps what is granted.
CREATE TABLE IF NOT EXISTS popularity_boards (
  segment      text        NOT NULL,
  window_size  text        NOT NULL,
  window_start timestamptz NOT NULL,
  window_end   timestamptz NOT NULL,
  items        jsonb       NOT NULL,
  published_at timestamptz NOT NULL,
  top          jsonb       NOT NULL DEFAULT '[]',
  PRIMARY KEY (segment, window_size)
);
ALTER TABLE popularity_boards ADD COLUMN IF NOT EXISTS top jsonb NOT NULL DEFAULT '[]';

-- What ./nowfeed catalog shows. Personal columns begin with [PII], as in BigQuery.
COMMENT ON TABLE popularity_boards IS 'The current leaderboard of each segment and window length. Owner: nowfeed.';
COMMENT ON COLUMN popularity_boards.segment IS 'Whose clicks, or of which content.';
COMMENT ON COLUMN popularity_boards.window_size IS 'Length of the window, as in 30m.';
COMMENT ON COLUMN popularity_boards.window_start IS 'Event time, inclusive.';
COMMENT ON COLUMN popularity_boards.window_end IS 'Event time, exclusive.';
COMMENT ON COLUMN popularity_boards.items IS 'Places by score, best first.';
COMMENT ON COLUMN popularity_boards.published_at IS 'When the board was published.';
COMMENT ON COLUMN popularity_boards.top IS 'Places by each further measure.';

-- One row a rank: what a dashboard reads.
--   SELECT rank, content_id, score FROM popularity
--   WHERE segment = 'global' AND window_size = '1m' AND ranked_by = 'score' ORDER BY rank
-- ranked_by is score, or one of popularity.top-by. New columns come last: a view that others depend
-- on can only grow at its end.
CREATE OR REPLACE VIEW popularity AS
SELECT b.segment, b.window_size, b.window_start, b.window_end,
       i.rank, i.content_id, i.score,
       (i.counts ->> 'impressions')::bigint   AS impressions,
       (i.counts ->> 'clicks')::bigint        AS clicks,
       (i.counts ->> 'watches')::bigint       AS watches,
       (i.counts ->> 'scrolls')::bigint       AS scrolls,
       (i.counts ->> 'likes')::bigint         AS likes,
       (i.counts ->> 'shares')::bigint        AS shares,
       (i.counts ->> 'add_to_carts')::bigint  AS add_to_carts,
       (i.counts ->> 'purchases')::bigint     AS purchases,
       b.published_at,
       l.ranked_by, i.previous_rank, i.trend, i.ctr,
       (i.counts ->> 'watch_time_ms')::bigint AS watch_time_ms
FROM popularity_boards b
CROSS JOIN LATERAL (
  SELECT 'score' AS ranked_by, b.items
  UNION ALL
  SELECT t.value ->> 'by', t.value -> 'items' FROM jsonb_array_elements(b.top) AS t
) AS l
CROSS JOIN LATERAL jsonb_to_recordset(l.items)
  AS i(rank int, previous_rank int, content_id text, score double precision,
       trend double precision, ctr double precision, counts jsonb);
