-- What counts: every enriched interaction that was not late.
CREATE TABLE counted AS
SELECT e.ts, e.content_id, e.action,
       CASE e.action WHEN 'watch' THEN least(greatest(coalesce(e.dwell_ms, 0), 0), 86400000) ELSE 0 END AS watched_ms,
       e.attributes.country, e.attributes.region, e.attributes."language" AS user_language,
       e.attributes.gender, e.attributes.plan, e.attributes.birth_year,
       e.content."language", e.content.category
FROM read_json('${folder}/enriched-interactions.json', format = 'newline_delimited', columns = {
       ts: 'BIGINT', content_id: 'VARCHAR', action: 'VARCHAR', dwell_ms: 'BIGINT',
       attributes: 'STRUCT(country VARCHAR, region VARCHAR, "language" VARCHAR, birth_year BIGINT, gender VARCHAR, plan VARCHAR)',
       content: 'STRUCT(category VARCHAR, "language" VARCHAR)',
       origin: 'STRUCT(topic VARCHAR, "partition" BIGINT, "offset" BIGINT)'}) e
ANTI JOIN read_json('${folder}/late-events.json', format = 'newline_delimited', columns = {
       interaction: 'STRUCT(origin STRUCT(topic VARCHAR, "partition" BIGINT, "offset" BIGINT))'}) late
       ON e.origin = late.interaction.origin;

-- Every record of the popularity topic, in its order. A tombstone has no board; its end is told by a header.
CREATE TABLE published AS
SELECT seq, board_end, board,
       key[:length(key) - strpos(reverse(key), '|')] AS segment,
       key[length(key) - strpos(reverse(key), '|') + 2:] AS window_label
FROM read_json('${folder}/popularity.json', format = 'newline_delimited', maximum_object_size = 67108864, columns = {
       seq: 'BIGINT', key: 'VARCHAR', board_end: 'BIGINT',
       board: 'STRUCT(segment VARCHAR, "window" VARCHAR, window_start BIGINT, window_end BIGINT,
                      items ${item}[], top STRUCT("by" VARCHAR, items ${item}[])[])'})
WHERE board_end <= ${last_end};

-- Of the records of one window the last one counts.
CREATE TABLE records AS
SELECT segment, window_label, board_end, max(seq) AS seq FROM published GROUP BY ALL;

CREATE TABLE published_rows AS
WITH lists AS (
  SELECT r.*, 'score' AS list, p.board.items AS items
  FROM records r JOIN published p USING (seq) WHERE p.board IS NOT NULL
  UNION ALL
  SELECT r.*, t.top."by" AS list, t.top.items AS items
  FROM records r JOIN published p USING (seq), unnest(p.board.top) t(top) WHERE p.board IS NOT NULL),
places AS (SELECT segment, window_label, board_end, list, unnest(items) AS place FROM lists)
SELECT segment, window_label, board_end, list, place.* FROM places;

CREATE MACRO encoded(value) AS replace(replace(replace(value, '%', '%25'), ',', '%2C'), '|', '%7C');
CREATE MACRO age_band(ts, birth_year) AS ${age_band};

-- An interaction in each of its segments.
CREATE VIEW hits AS
${hits};
