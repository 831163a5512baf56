-- What is past its retention stands in quarantine by itself, and not as a copy of something that was refused or stopped.

ALTER TABLE catalog.quarantine ADD COLUMN past_retention boolean NOT NULL DEFAULT false;
ALTER TABLE catalog.quarantine ALTER COLUMN past_retention DROP DEFAULT;
CREATE OR REPLACE VIEW reading.quarantine AS SELECT * FROM catalog.quarantine;

-- Each worker looks itself for a legal hold before it removes a version.
GRANT SELECT (source_id, measure, lifted_at) ON catalog.measure TO sluis_data;
