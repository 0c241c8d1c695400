-- The current leaderboard of each segment and window, for dashboards on a plain database.
CREATE TABLE IF NOT EXISTS popularity_boards (
  segment      text        NOT NULL,
  window_size  text        NOT NULL,
  window_start timestamptz NOT NULL,
  window_end   timestamptz NOT NULL,
  items        jsonb       NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (segment, window_size)
);

-- One row a rank: what a dashboard reads.
CREATE OR REPLACE VIEW popularity AS
SELECT b.segment, b.window_size, b.window_start, b.window_end,
       i.rank, i.content_id, i.score,
       (i.counts ->> 'impressions')::bigint  AS impressions,
       (i.counts ->> 'clicks')::bigint       AS clicks,
       (i.counts ->> 'watches')::bigint      AS watches,
       (i.counts ->> 'scrolls')::bigint      AS scrolls,
       (i.counts ->> 'likes')::bigint        AS likes,
       (i.counts ->> 'shares')::bigint       AS shares,
       (i.counts ->> 'add_to_carts')::bigint AS add_to_carts,
       (i.counts ->> 'purchases')::bigint    AS purchases,
       b.published_at
FROM popularity_boards b
CROSS JOIN LATERAL jsonb_to_recordset(b.items)
  AS i(rank int, content_id text, score double precision, counts jsonb);
