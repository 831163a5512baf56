-- Quarantine has an end: what was destroyed, that the provider was told, and what a breach assessment found.

ALTER TABLE catalog.delivery DROP CONSTRAINT delivery_state_check;
ALTER TABLE catalog.delivery ADD CONSTRAINT delivery_state_check CHECK (state IN
  ('opened', 'aborted', 'landed', 'profiled', 'refused', 'quarantined', 'destroyed', 'pseudonymised', 'curated'));
ALTER TABLE catalog.dataset_version DROP CONSTRAINT dataset_version_state_check;
ALTER TABLE catalog.dataset_version ADD CONSTRAINT dataset_version_state_check
  CHECK (state IN ('current', 'quarantined', 'destroyed'));

DROP VIEW reading.quarantine;
ALTER TABLE catalog.quarantine
  ADD COLUMN state text NOT NULL DEFAULT 'quarantined' CHECK (state IN ('quarantined', 'destroyed')),
  ADD COLUMN destroyed_at timestamptz(3),
  ADD COLUMN objects integer,
  ADD COLUMN keys integer,
  ADD COLUMN told_at timestamptz(3),
  ADD COLUMN told_by text,
  ADD COLUMN told_notice text,
  ADD COLUMN told_how text,
  ADD COLUMN assessment text CHECK (assessment IN ('no-breach', 'to-be-notified', 'notified', 'need-not-be-notified')),
  ADD COLUMN assessed_at timestamptz(3),
  ADD COLUMN assessed_by text,
  ADD COLUMN assessment_reason text;
ALTER TABLE catalog.quarantine ALTER COLUMN state DROP DEFAULT;
CREATE VIEW reading.quarantine AS SELECT * FROM catalog.quarantine;
GRANT UPDATE ON catalog.quarantine TO sluis_control;
GRANT SELECT ON reading.quarantine TO sluis_control, sluis_reader;
