-- The users table as Nowfeed captures it. Add columns of your own freely: what is not named in
-- docs/events.md is ignored by the jobs.
CREATE TABLE IF NOT EXISTS users (
  user_id    text PRIMARY KEY,
  country    text,
  region     text,
  language   text,
  birth_year integer,
  gender     text,
  plan       text,
  interests  text[] NOT NULL DEFAULT '{}',
  email      text,
  name       text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  -- Since when the row is true, where that is not when it was committed: for history that is
  -- loaded late. Null: since it was committed. An UPDATE that does not set it keeps it.
  valid_from timestamptz
);

-- For tables of before the column came.
ALTER TABLE users ADD COLUMN IF NOT EXISTS valid_from timestamptz;

-- With the whole old row in the log, a delete carries its values, and an unchanged large value is
-- not replaced by a placeholder.
ALTER TABLE users REPLICA IDENTITY FULL;

-- What ./nowfeed catalog shows. Personal columns begin with [PII], as in BigQuery.
COMMENT ON TABLE users IS 'Users and their attributes, as the product keeps them. Owner: accounts.';
COMMENT ON COLUMN users.user_id IS '[PII identifier] The user.';
COMMENT ON COLUMN users.country IS 'ISO 3166-1 alpha-2 code, or the name a data set uses.';
COMMENT ON COLUMN users.region IS 'A part of the country.';
COMMENT ON COLUMN users.language IS 'ISO 639-1 code.';
COMMENT ON COLUMN users.birth_year IS '[PII demographic] Year of birth, four digits.';
COMMENT ON COLUMN users.gender IS '[PII demographic] Gender, in words of the product.';
COMMENT ON COLUMN users.plan IS 'Subscription plan.';
COMMENT ON COLUMN users.interests IS '[PII interest] Content categories the user chose.';
COMMENT ON COLUMN users.email IS '[PII contact] Address. Never leaves Postgres: the connector excludes it.';
COMMENT ON COLUMN users.name IS '[PII contact] Name. Never leaves Postgres: the connector excludes it.';
COMMENT ON COLUMN users.created_at IS 'When the row was made.';
COMMENT ON COLUMN users.updated_at IS 'When the row was changed last.';
COMMENT ON COLUMN users.valid_from IS 'Since when the row is true, where that is not its commit.';
