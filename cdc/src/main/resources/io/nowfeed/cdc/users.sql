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
