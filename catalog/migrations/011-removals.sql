-- What a worker must know before it removes what a stop left: whom else it is being made for, and a legal hold.

GRANT SELECT (run_id, state) ON catalog.run TO sluis_data;
GRANT SELECT (source_id, measure, lifted_at) ON catalog.measure TO sluis_vault;
CREATE INDEX vault_object_made_for ON catalog.vault_object ((body->>'madeFor'));
CREATE INDEX vault_object_output_key ON catalog.vault_object ((body->>'outputKey'));
CREATE INDEX data_object_made_for ON catalog.data_object ((body->>'madeFor'));
CREATE INDEX data_object_output_key ON catalog.data_object ((body->>'outputKey'));
