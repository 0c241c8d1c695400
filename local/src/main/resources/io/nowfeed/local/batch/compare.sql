-- The ends at which anything may change: where there should be a board, one slide behind it, and where a record is; and
-- the first and the last.
CREATE OR REPLACE TABLE ends AS
SELECT segment, board_end FROM expected_rows
UNION SELECT segment, board_end + ${slide} FROM expected_rows
      WHERE board_end + ${slide} < ${to} AND board_end + ${slide} <= ${last_end}
UNION SELECT segment, board_end FROM records
      WHERE window_label = '${label}' AND board_end >= ${from} AND board_end < ${to}
UNION SELECT segment, unnest([${from}, ${to} - ${slide}]) FROM records;

-- Which record is shown at each: the last one whose window is not newer.
CREATE OR REPLACE TABLE shown AS
SELECT e.segment, e.board_end, r.board_end AS record_end
FROM ends e ASOF LEFT JOIN (SELECT * FROM records WHERE window_label = '${label}') r
  ON e.segment = r.segment AND e.board_end >= r.board_end;

-- A rank before is of the record's own window; a window that shows an older record has none of its own.
CREATE OR REPLACE TEMP VIEW wanted AS
SELECT e.* REPLACE (CASE WHEN s.record_end = e.board_end THEN e.previous_rank END AS previous_rank)
FROM expected_rows e JOIN shown s USING (segment, board_end);

CREATE OR REPLACE TEMP VIEW found AS
SELECT s.segment, s.board_end, p.list, p.rank,
       CASE WHEN s.record_end = s.board_end THEN p.previous_rank END AS previous_rank,
       p.content_id, p.score, p.trend, p.ctr,
       ${published_measures}
FROM shown s JOIN published_rows p
  ON p.segment = s.segment AND p.board_end = s.record_end AND p.window_label = '${label}';

INSERT INTO differences
SELECT '${label}', 'expected', * FROM (SELECT * FROM wanted EXCEPT ALL SELECT * FROM found)
UNION ALL
SELECT '${label}', 'published', * FROM (SELECT * FROM found EXCEPT ALL SELECT * FROM wanted);

-- What a record says of itself, besides its lists' rows.
INSERT INTO misnamed
SELECT seq, segment, window_label, board_end FROM published
WHERE window_label = '${label}' AND board_end >= ${from} AND board_end < ${to} AND board IS NOT NULL
  AND (board.segment <> segment OR board."window" <> window_label OR board.window_end <> board_end
       OR board.window_start <> board_end - ${size} OR board_end % ${slide} <> 0
       OR list_transform(board.top, lambda each: each."by") IS DISTINCT FROM ${top_by});

INSERT INTO seen
SELECT '${label}',
       (SELECT count(*) FROM (SELECT DISTINCT segment, board_end FROM wanted)),
       (SELECT count(*) FROM wanted),
       (SELECT count(*) FROM ends) - (SELECT count(*) FROM (SELECT DISTINCT segment, board_end FROM wanted)),
       (SELECT count(*) FROM ranked one JOIN ranked next USING (list, segment, board_end, value)
         WHERE next.rank = one.rank + 1),
       (SELECT count(*) FROM wanted WHERE trend > -1 AND trend < 1 AND trend <> 0),
       (SELECT count(*) FROM wanted WHERE previous_rank <> rank);
