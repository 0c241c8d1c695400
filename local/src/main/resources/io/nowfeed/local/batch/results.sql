-- Rows that should be on a board and are not, or are and should not.
CREATE TABLE differences (window_label VARCHAR, side VARCHAR, segment VARCHAR, board_end BIGINT,
  list VARCHAR, rank BIGINT, previous_rank BIGINT, content_id VARCHAR, score DOUBLE, trend DOUBLE, ctr DOUBLE,
  ${measures});

-- Records that name another window or segment than they are of.
CREATE TABLE misnamed (seq BIGINT, segment VARCHAR, window_label VARCHAR, board_end BIGINT);

-- What there was to compare.
CREATE TABLE seen (window_label VARCHAR, boards BIGINT, places BIGINT, empty_ends BIGINT, ties BIGINT, trends BIGINT,
  moves BIGINT);
