-- What was on top, window by window? One row for each place of each leaderboard by score, as it was
-- published last: a board that a late event corrected replaces the one before. A window without rows
-- shows what the one before it shows.
--
-- Filter on window_start, which is the partition, and on segment and window_size, which cluster.
SELECT
  board.segment,
  board.window_size,
  board.window_start,
  board.window_end,
  place.rank,
  place.content_id,
  place.score,
  place.trend,
  place.ctr,
  place.impressions,
  place.clicks,
  board.published_at
FROM (
  SELECT
    segment, window_size, window_start, window_end, published_at, items,
    ROW_NUMBER() OVER (
      PARTITION BY segment, window_size, window_start ORDER BY published_at DESC) AS age
  FROM `${dataset}.popularity`
) AS board, UNNEST(board.items) AS place
WHERE board.age = 1
