-- Every wall of the database on one page. Nobody but the owner may change or delete an event.

REVOKE ALL ON SCHEMA catalog, reading FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA catalog, reading FROM PUBLIC;
GRANT USAGE ON SCHEMA catalog TO sluis_control, sluis_vault, sluis_data, sluis_reader;
GRANT USAGE ON SCHEMA reading TO sluis_control, sluis_reader;

-- control: appends events, keeps the projections, reads everything.
GRANT SELECT ON ALL TABLES IN SCHEMA catalog, reading TO sluis_control;
GRANT INSERT ON catalog.event TO sluis_control;
GRANT INSERT, UPDATE ON
  catalog.request, catalog.contract, catalog.linkage, catalog.source, catalog.delivery, catalog.dataset_version,
  catalog.run, catalog.release TO sluis_control;
GRANT INSERT ON
  catalog.decision, catalog.gate_verdict, catalog.run_input, catalog.run_output, catalog.column_edge,
  catalog.quarantine, catalog.review TO sluis_control;
GRANT INSERT, DELETE ON catalog.pii_vault TO sluis_control;
GRANT EXECUTE ON FUNCTION catalog.next_request_number(text) TO sluis_control;

-- vault and data: seal their own, read what their work needs.
GRANT SELECT, INSERT ON catalog.vault_attempt, catalog.vault_part, catalog.vault_profile, catalog.vault_object
  TO sluis_vault;
GRANT SELECT, INSERT ON catalog.data_object, catalog.data_risk, catalog.data_protection TO sluis_data;
GRANT SELECT ON catalog.contract, catalog.dataset_version, catalog.delivery TO sluis_vault, sluis_data;

-- people: views, and a number for a new request.
GRANT SELECT ON ALL TABLES IN SCHEMA reading TO sluis_reader;
GRANT EXECUTE ON FUNCTION catalog.next_request_number(text) TO sluis_reader;
