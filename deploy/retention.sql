-- Deletes what is long over, a few thousand rows at a time, beside everything that works (docs/scaling.md). On the machine
-- with the queue folder; the first two commands name the files, and the ids given in them, that are still there:
--   cd /srv/publisher/queue
--   { find . -name '*.md' -printf '%P\n'; grep -rhoP '^id *= *"\K[^"]+' --include='*.md' .; } |
--     psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -v attempts=30 -v days=90 -f /opt/publisher/deploy/retention.sql
-- attempts: days after which the calls of finished posts go (`publisher doctor` tells them no more).
-- days: after which finished posts go, with their approvals and numbers. At least 60: numbers are read after 28 days.
-- Posts of campaigns stay 430 days whatever it says, because campaigns look back at a year. The log stays.
-- A post that went out at the next free slot stays while its file is in the queue: planning would post it again.
\set QUIET on
SELECT set_config('retention.attempts', :'attempts', false), set_config('retention.days', :'days', false) \g /dev/null
CREATE TEMPORARY TABLE kept (name text);
\copy kept FROM pstdin WITH (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')

DO $$
DECLARE
  long_ago CONSTANT timestamptz := now() - make_interval(days => current_setting('retention.attempts')::int);
  last bigint := 0;
  upto bigint;
  newest timestamptz;
BEGIN
  IF current_setting('retention.attempts')::int < 7 THEN
    RAISE EXCEPTION 'attempts must be 7 days or more';
  END IF;
  LOOP
    SELECT max(id), max(started_at) INTO upto, newest
      FROM (SELECT id, started_at FROM publisher_attempt WHERE id > last ORDER BY id LIMIT 5000) AS portion;
    EXIT WHEN upto IS NULL;
    DELETE FROM publisher_attempt a USING publisher_delivery d
      WHERE a.id > last AND a.id <= upto AND a.started_at < long_ago AND d.id = a.delivery_id
      AND d.state IN ('published', 'cancelled') AND d.wake_at IS NULL AND NOT d.leased;
    COMMIT;
    -- Numbers go up with time.
    EXIT WHEN newest >= long_ago;
    last := upto;
    PERFORM pg_sleep(0.05);
  END LOOP;
END $$;

DO $$
DECLARE
  days CONSTANT int := current_setting('retention.days')::int;
  last_due timestamptz := '-infinity';
  last_id bigint := 0;
  gone bigint[];
  number bigint := 0;
BEGIN
  IF days < 60 THEN
    RAISE EXCEPTION 'days must be 60 or more';
  END IF;
  IF NOT EXISTS (SELECT FROM kept) THEN
    RAISE EXCEPTION 'no file of the queue was named: run it in the queue folder';
  END IF;
  LOOP
    SELECT array_agg(id ORDER BY due_at, id) INTO gone FROM (
      SELECT id, due_at FROM publisher_delivery
      WHERE (due_at, id) > (last_due, last_id)
      AND due_at < now() - make_interval(days => days)
      AND (campaign = '' OR due_at < now() - make_interval(days => greatest(days, 430)))
      AND state IN ('published', 'cancelled') AND wake_at IS NULL AND NOT leased
      AND (occurrence <> 'once' OR NOT EXISTS (
        SELECT FROM kept WHERE name IN (source, split_part(entry_id, '@', 1))))
      ORDER BY due_at, id LIMIT 5000 FOR UPDATE SKIP LOCKED) AS portion;
    EXIT WHEN gone IS NULL;
    SELECT due_at, id INTO last_due, last_id FROM publisher_delivery WHERE id = gone[cardinality(gone)];
    DELETE FROM publisher_attempt WHERE delivery_id = ANY(gone);
    DELETE FROM publisher_insight WHERE delivery_id = ANY(gone);
    DELETE FROM publisher_approval WHERE delivery_id = ANY(gone);
    UPDATE publisher_action SET delivery_id = NULL WHERE delivery_id = ANY(gone);
    DELETE FROM publisher_delivery WHERE id = ANY(gone);
    number := number + cardinality(gone);
    COMMIT;
    PERFORM pg_sleep(0.05);
  END LOOP;
  RAISE NOTICE '% deliveries deleted', number;
END $$;
