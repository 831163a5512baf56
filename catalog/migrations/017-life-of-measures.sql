-- A measure has a life of its own (domain/lifecycle-tables.ts): what may lift it depends on what it is.

ALTER TABLE catalog.measure ADD COLUMN state text;
UPDATE catalog.measure SET state = CASE
  WHEN measure = 'withdrawal' THEN 'withdrawn'
  WHEN measure = 'suspension' AND lifted_at IS NULL THEN 'suspended'
  WHEN measure = 'suspension' THEN 'resumed'
  WHEN lifted_at IS NULL THEN 'held'
  ELSE 'unheld' END;
ALTER TABLE catalog.measure ALTER COLUMN state SET NOT NULL;
ALTER TABLE catalog.measure ADD CONSTRAINT measure_state_check
  CHECK (state IN ('suspended', 'held', 'withdrawn', 'resumed', 'unheld'));
CREATE OR REPLACE VIEW reading.measure AS SELECT * FROM catalog.measure;
REVOKE SELECT (measure, lifted_at) ON catalog.measure FROM sluis_vault, sluis_data;
GRANT SELECT (state) ON catalog.measure TO sluis_vault, sluis_data;
