-- A run that one person cancelled: who, in which role, and why.

ALTER TABLE catalog.run DROP CONSTRAINT run_state_check;
ALTER TABLE catalog.run ADD CONSTRAINT run_state_check
  CHECK (state IN ('requested', 'refused', 'cancelled', 'done'));

DROP VIEW reading.run;
ALTER TABLE catalog.run
  ADD COLUMN cancelled_by text,
  ADD COLUMN cancelled_as text,
  ADD COLUMN cancel_reason text;
CREATE VIEW reading.run AS SELECT * FROM catalog.run;
GRANT SELECT ON reading.run TO sluis_control, sluis_reader;
