-- When each version was last made: the file of before, delivered again, makes the version of before, and that is the newest.

CREATE VIEW reading.last_made AS
SELECT o.version, max(r.finished_at) AS at
FROM catalog.run_output o JOIN catalog.run r USING (run_id)
GROUP BY o.version;
GRANT SELECT ON reading.last_made TO sluis_control, sluis_reader;
