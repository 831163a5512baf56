-- What people read: views with the owner's rights, so that a reader needs no right on any table.

DO $$
DECLARE
  shown text;
BEGIN
  FOREACH shown IN ARRAY ARRAY['event', 'decision', 'contract', 'linkage', 'source', 'delivery', 'gate_verdict',
      'dataset_version', 'run', 'run_input', 'run_output', 'column_edge', 'release', 'quarantine', 'review', 'request'] LOOP
    EXECUTE format('CREATE VIEW reading.%I AS SELECT * FROM catalog.%I', shown, shown);
  END LOOP;
END $$;

-- Names stay sealed: whoever holds the staff key can open them.
CREATE VIEW reading.staff AS SELECT ref, ciphertext, key_id FROM catalog.pii_vault;

-- A request with what its decisions make of it: the closing event follows a moment later, and a review has none.
CREATE VIEW reading.request_state AS
SELECT r.*,
  CASE
    WHEN r.state <> 'open' THEN r.state
    WHEN EXISTS (SELECT 1 FROM catalog.decision d
                 WHERE d.request_id = r.request_id AND d.subject_hash = r.subject_hash AND d.choice = 'reject')
      THEN 'rejected'
    WHEN (waiting.roles = '[]'::jsonb) THEN 'approved'
    ELSE 'open'
  END AS current_state,
  waiting.roles AS waiting_for
FROM catalog.request r
CROSS JOIN LATERAL (
  SELECT coalesce(jsonb_agg(needed.role ORDER BY needed.place), '[]'::jsonb) AS roles
  FROM jsonb_array_elements_text(r.deciders) WITH ORDINALITY AS needed(role, place)
  WHERE NOT EXISTS (SELECT 1 FROM catalog.decision d
                    WHERE d.request_id = r.request_id AND d.subject_hash = r.subject_hash AND d.role = needed.role)
) waiting;
