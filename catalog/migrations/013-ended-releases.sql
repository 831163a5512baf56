-- The tables of a release that ended and was not published go too: they rest on all its sources, and no one source stopped them.

ALTER TABLE catalog.quarantine ALTER COLUMN source_id DROP NOT NULL;
