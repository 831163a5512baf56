-- Names of staff stand apart from the events, which carry only the reference: deleting a row makes it a number.
CREATE TABLE catalog.pii_vault (
  ref        text PRIMARY KEY,
  -- Keyed digest by which the same person is found again; without the key it leads nowhere.
  lookup     text NOT NULL UNIQUE,
  salt       bytea NOT NULL,
  ciphertext bytea NOT NULL,
  key_id     text NOT NULL
);

-- A counter, not a projection: a number that was given out is never given out again, even if nothing was submitted.
CREATE TABLE catalog.request_number (
  source_id text PRIMARY KEY,
  last      integer NOT NULL CHECK (last >= 1)
);

-- The only thing that the command line may write.
CREATE FUNCTION catalog.next_request_number(source_id text) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO catalog.request_number AS n VALUES (next_request_number.source_id, 1)
  ON CONFLICT (source_id) DO UPDATE SET last = n.last + 1
  RETURNING n.last
$$;
REVOKE ALL ON FUNCTION catalog.next_request_number(text) FROM PUBLIC;
