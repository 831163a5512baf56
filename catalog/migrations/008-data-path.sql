-- What the data path reads: whether persons may be linked (vault), and dataset versions by their hash.

GRANT SELECT ON catalog.linkage TO sluis_vault;
CREATE INDEX vault_object_version ON catalog.vault_object ((body->>'version'));
CREATE INDEX data_object_version ON catalog.data_object ((body->>'version'));
