-- Every checkpoint that control signed. The newest stands outside PostgreSQL, in the audit zone; these rows prove that
-- there was one (a note that is gone is not a log that never began), that an older note was put back, and between which
-- two checkpoints history was rewritten. Nobody without the key can make one.
CREATE TABLE catalog.checkpoint (
  size      bigint PRIMARY KEY CHECK (size >= 0),
  note      text NOT NULL,
  signed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON catalog.checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_change();
CREATE VIEW reading.checkpoint AS SELECT * FROM catalog.checkpoint;

GRANT SELECT, INSERT ON catalog.checkpoint TO sluis_control;
GRANT SELECT ON reading.checkpoint TO sluis_control, sluis_reader;

-- Whoever may read the events may rebuild the projections from them, in temporary tables of their own.
DO $$
BEGIN
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO sluis_control, sluis_reader', current_database());
END $$;
