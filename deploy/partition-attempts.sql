-- Lays publisher_attempt, the fastest growing table, out by month, so that a month is dropped instead of deleted
-- (docs/scaling.md). Once, with every `publisher run` and worker stopped; it keeps the last 60 days:
--   psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -f deploy/partition-attempts.sql
-- It makes the months of the coming year. Make further ones in time, each year:
--   SELECT publisher_attempt_month((now() + make_interval(months => n))::date) FROM generate_series(1, 13) n;
-- What finds no month lies in the default partition; nothing is lost, only that month can no longer be made.
BEGIN;
ALTER TABLE publisher_attempt RENAME TO publisher_attempt_before;
CREATE TABLE publisher_attempt (LIKE publisher_attempt_before) PARTITION BY RANGE (started_at);
-- Numbers go on from a sequence, because partitioned tables have no identity before PostgreSQL 17.
CREATE SEQUENCE publisher_attempt_number OWNED BY publisher_attempt.id;
ALTER TABLE publisher_attempt ALTER COLUMN id SET DEFAULT nextval('publisher_attempt_number');
SELECT setval('publisher_attempt_number', (SELECT coalesce(max(id), 0) + 1 FROM publisher_attempt_before), false);
-- The month has to be part of a unique key. Numbers come from the one sequence and stay unique by themselves.
ALTER TABLE publisher_attempt ADD PRIMARY KEY (id, started_at);
CREATE INDEX publisher_attempt_by_delivery ON publisher_attempt (delivery_id);
CREATE TABLE publisher_attempt_default PARTITION OF publisher_attempt DEFAULT;

CREATE FUNCTION publisher_attempt_month(month date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'CREATE TABLE IF NOT EXISTS %I PARTITION OF publisher_attempt FOR VALUES FROM (%L) TO (%L)',
    'publisher_attempt_' || to_char(month, 'YYYY_MM'),
    date_trunc('month', month)::date, (date_trunc('month', month) + interval '1 month')::date);
END $$;
SELECT publisher_attempt_month((now() + make_interval(months => n))::date) FROM generate_series(-2, 12) n;

INSERT INTO publisher_attempt SELECT * FROM publisher_attempt_before WHERE started_at > now() - interval '60 days';
ALTER TABLE publisher_attempt ADD FOREIGN KEY (delivery_id) REFERENCES publisher_delivery DEFERRABLE INITIALLY DEFERRED;
DROP TABLE publisher_attempt_before;
COMMIT;
ANALYZE publisher_attempt;
