-- What the data worker must know to remove what ended releases left.

GRANT SELECT (release_id, state) ON catalog.release TO sluis_data;
