-- What people impose on a source: a suspension or a legal hold until others lift it, a withdrawal of a contract for good.

CREATE TABLE catalog.measure (
  -- The workflow that recorded it.
  measure_id    text PRIMARY KEY,
  source_id     text NOT NULL,
  measure       text NOT NULL CHECK (measure IN ('suspension', 'withdrawal', 'hold')),
  -- Of a withdrawal alone.
  contract_hash text,
  imposed_by    text NOT NULL,
  role          text NOT NULL,
  reason        text NOT NULL,
  imposed_at    timestamptz(3) NOT NULL,
  lifted_at     timestamptz(3),
  lifted_in     text,
  CHECK ((measure = 'withdrawal') = (contract_hash IS NOT NULL))
);
CREATE INDEX measure_source ON catalog.measure (source_id);

-- These columns forgot by whom and why, and an approval of another version cleared them.
DROP VIEW reading.contract, reading.source;
ALTER TABLE catalog.contract DROP COLUMN suspended_at;
ALTER TABLE catalog.source DROP COLUMN suspended_at;
CREATE VIEW reading.contract AS SELECT * FROM catalog.contract;
CREATE VIEW reading.source AS SELECT * FROM catalog.source;
CREATE VIEW reading.measure AS SELECT * FROM catalog.measure;

ALTER TABLE catalog.request DROP CONSTRAINT request_kind_check;
ALTER TABLE catalog.request ADD CONSTRAINT request_kind_check
  CHECK (kind IN ('contract', 'linkage', 'review', 'release', 'lifting'));
-- A run and a release rest on several sources.
ALTER TABLE catalog.review ALTER COLUMN source_id DROP NOT NULL;

GRANT SELECT, INSERT, UPDATE ON catalog.measure TO sluis_control;
GRANT SELECT ON reading.contract, reading.source, reading.measure TO sluis_control, sluis_reader;
