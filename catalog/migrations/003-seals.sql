-- What the vault and the data worker made, sealed by themselves: the first row under a key wins and stays. They append no
-- events; control reads these rows, and the events carry their digests.

CREATE TABLE catalog.vault_attempt (
  attempt     text PRIMARY KEY,
  delivery_id text NOT NULL,
  key_id      text NOT NULL,
  token_hash  text NOT NULL CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  opened_at   timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX vault_attempt_delivery ON catalog.vault_attempt (delivery_id);

CREATE TABLE catalog.vault_part (
  attempt       text NOT NULL REFERENCES catalog.vault_attempt,
  part          integer NOT NULL CHECK (part >= 1),
  object_key    text NOT NULL UNIQUE,
  bytes         bigint NOT NULL,
  sha256        text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  cipher_sha256 text NOT NULL CHECK (cipher_sha256 ~ '^[0-9a-f]{64}$'),
  stored_at     timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (attempt, part)
);

-- A profile is bound to one landing and one contract; its body holds counts and positions only.
CREATE TABLE catalog.vault_profile (
  seal_key    text PRIMARY KEY,
  body        jsonb NOT NULL,
  body_sha256 text NOT NULL,
  sealed_at   timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);

-- One sealed landing (the attempt that counts) or one pseudonymised dataset (its manifest).
CREATE TABLE catalog.vault_object (LIKE catalog.vault_profile INCLUDING ALL);
-- One curated, result or released dataset (its manifest).
CREATE TABLE catalog.data_object (LIKE catalog.vault_profile INCLUDING ALL);
CREATE TABLE catalog.data_risk (LIKE catalog.vault_profile INCLUDING ALL);
-- Reports of disclosure control: confidential, read by the gate and the output checker.
CREATE TABLE catalog.data_protection (LIKE catalog.vault_profile INCLUDING ALL);

DO $$
DECLARE
  sealed text;
BEGIN
  FOREACH sealed IN ARRAY ARRAY['vault_attempt', 'vault_part', 'vault_profile', 'vault_object',
                                'data_object', 'data_risk', 'data_protection'] LOOP
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON catalog.%I '
      'FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_change()', sealed);
  END LOOP;
END $$;
