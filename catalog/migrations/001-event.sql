-- The append-only log. Every other table of this schema is derived from it, or sealed beside it.

CREATE TABLE catalog.event (
  seq            bigint PRIMARY KEY CHECK (seq >= 0),
  event_id       uuid NOT NULL UNIQUE,
  type           text NOT NULL CHECK (type <> ''),
  schema_version integer NOT NULL CHECK (schema_version >= 1),
  occurred_at    timestamptz(3) NOT NULL,
  recorded_at    timestamptz(3) NOT NULL,
  actor          text NOT NULL CHECK (actor <> ''),
  workflow_id    text NOT NULL CHECK (workflow_id <> ''),
  -- Empty for a decision: its key alone identifies it, whichever run of the workflow records it.
  run_id         text NOT NULL,
  step           text NOT NULL CHECK (step <> ''),
  passage        integer NOT NULL CHECK (passage >= 0),
  trace_id       text CHECK (trace_id ~ '^[0-9a-f]{32}$'),
  body           jsonb NOT NULL,
  body_sha256    text NOT NULL CHECK (body_sha256 ~ '^[0-9a-f]{64}$'),
  leaf_hash      text NOT NULL CHECK (leaf_hash ~ '^[0-9a-f]{64}$'),
  CONSTRAINT event_identity UNIQUE (workflow_id, run_id, step, passage)
);

-- The database numbers the event and sets its clock; whatever the client gave is overwritten.
-- Gapless needs READ COMMITTED: after the lock each statement sees what the previous holder committed. Under REPEATABLE
-- READ the snapshot is older than the lock and two writers would take the same number.
CREATE FUNCTION catalog.number_event() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  at timestamptz;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'events are appended under READ COMMITTED only' USING ERRCODE = 'invalid_transaction_state';
  END IF;
  PERFORM pg_advisory_xact_lock(1936483699, 1);
  SELECT coalesce(max(seq) + 1, 0) INTO NEW.seq FROM catalog.event;
  at := clock_timestamp();
  NEW.recorded_at := at;
  -- UUID of version 7 (RFC 9562): 48 bits of milliseconds, version, then random bits and variant of a version 4.
  NEW.event_id := (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
    || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid;
  RETURN NEW;
END $$;

CREATE TRIGGER number_event BEFORE INSERT ON catalog.event
  FOR EACH ROW EXECUTE FUNCTION catalog.number_event();

CREATE FUNCTION catalog.refuse_change() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

-- Also a second lock for those whom no grant stops: the owner must switch it off knowingly, and verification finds it.
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON catalog.event
  FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_change();
