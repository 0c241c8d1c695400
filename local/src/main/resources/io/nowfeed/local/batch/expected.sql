-- The boards of one window size whose ends are from ${from} (inclusive) to ${to} (exclusive).
CREATE OR REPLACE TABLE panes AS
SELECT segment, content_id, ts - ts % ${slide} AS pane,
       ${counted}
FROM hits WHERE ts >= ${from} - 2 * ${size} AND ts < ${to} GROUP BY ALL;

-- Each pane is in size / slide windows. From one size earlier: trends look back at the window before.
CREATE OR REPLACE TABLE windows AS
SELECT segment, content_id, pane + (k + 1) * ${slide} AS board_end,
       ${summed}
FROM panes, range(${size} // ${slide}) slides(k)
WHERE pane + (k + 1) * ${slide} >= ${from} - ${size} AND pane + (k + 1) * ${slide} < ${to}
GROUP BY ALL;

CREATE OR REPLACE TEMP VIEW valued AS
SELECT *, ${score} AS score,
       (clicks + ${prior_clicks})::DOUBLE / (greatest(impressions, clicks) + ${prior_impressions}) AS ctr
FROM windows;

CREATE OR REPLACE TEMP VIEW lists AS
${lists};

-- From one slide earlier: for the previous ranks.
CREATE OR REPLACE TABLE ranked AS
SELECT *, row_number() OVER (PARTITION BY list, segment, board_end ORDER BY value DESC, content_id) AS rank
FROM lists WHERE board_end >= ${from} - ${slide}
QUALIFY rank <= ${top};

CREATE OR REPLACE TABLE expected_rows AS
WITH compared AS (
  SELECT r.*, p.rank AS previous_rank, greatest(0.0, coalesce(${before}, 0.0)) AS before
  FROM ranked r
  LEFT JOIN ranked p ON p.list = r.list AND p.segment = r.segment AND p.content_id = r.content_id
                    AND p.board_end = r.board_end - ${slide}
  LEFT JOIN valued b ON b.segment = r.segment AND b.content_id = r.content_id
                    AND b.board_end = r.board_end - ${size}
  WHERE r.board_end >= ${from})
SELECT segment, board_end, list, rank, previous_rank, content_id, score, (value - before) / (value + before) AS trend, ctr,
       ${measures}
FROM compared WHERE board_end <= ${last_end};
