-- Who is active, and was when last: one row a user, for dashboards on a plain database. Run it again on
-- an existing database: it adds what a newer version needs, and keeps what is granted.
--
-- A user who was erased leaves a row with a hash and a time, so that what was on its way when the user
-- was erased stays out. The view shows none of it. The hash is md5 without salt: who
-- has a list of ids finds the user by it, until the row is deleted (docs/tables.md).
CREATE TABLE IF NOT EXISTS active_user_states (
  user_hash    uuid PRIMARY KEY,
  user_id      text,
  session_id   text,
  device_id    text,
  last_seen    timestamptz,
  app_version  text,
  country      text,
  region       text,
  language     text,
  plan         text,
  match_reason text,
  enriched_at  timestamptz,
  erased_at    timestamptz
);
CREATE INDEX IF NOT EXISTS active_user_states_last_seen ON active_user_states (last_seen);

-- What ./nowfeed catalog shows. Personal columns begin with [PII], as in BigQuery.
COMMENT ON TABLE active_user_states IS 'Who is active, and was when last: one row a user. Owner: nowfeed.';
COMMENT ON COLUMN active_user_states.user_hash IS '[PII identifier] md5, without salt, of the key of the user, session or device. Stays once erased.';
COMMENT ON COLUMN active_user_states.user_id IS '[PII] The user. NULL when nobody is signed in, and once erased.';
COMMENT ON COLUMN active_user_states.session_id IS '[PII] Session of the app.';
COMMENT ON COLUMN active_user_states.device_id IS '[PII] Device of the user.';
COMMENT ON COLUMN active_user_states.last_seen IS 'Event time of the latest beacon.';
COMMENT ON COLUMN active_user_states.app_version IS 'Version of the app.';
COMMENT ON COLUMN active_user_states.country IS 'Country of the user.';
COMMENT ON COLUMN active_user_states.region IS 'Part of the country.';
COMMENT ON COLUMN active_user_states.language IS 'Language of the user.';
COMMENT ON COLUMN active_user_states.plan IS 'Subscription plan.';
COMMENT ON COLUMN active_user_states.match_reason IS 'How the attributes were found, or why not.';
COMMENT ON COLUMN active_user_states.enriched_at IS 'When the join emitted the latest beacon.';
COMMENT ON COLUMN active_user_states.erased_at IS 'When the user was erased. NULL when not.';

-- Where nobody was signed in, user_id is NULL and the session or device has the row.
--   SELECT country, count(*) FROM active_users
--   WHERE last_seen > now() - interval '5 minutes' GROUP BY country
-- New columns come last: a view that others depend on can only grow at its end.
CREATE OR REPLACE VIEW active_users AS
SELECT user_id, session_id, device_id, last_seen, app_version, country, region, language, plan,
       match_reason, enriched_at
FROM active_user_states
WHERE last_seen IS NOT NULL;
