-- What the events mean, ready to read. Each table can be emptied and rebuilt from catalog.event (rebuild.ts).

CREATE TABLE catalog.request (
  request_id    text PRIMARY KEY,
  kind          text NOT NULL CHECK (kind IN ('contract', 'linkage', 'review', 'release')),
  number        integer NOT NULL,
  workflow_id   text NOT NULL,
  source_id     text,
  subject_kind  text NOT NULL,
  subject_id    text NOT NULL,
  subject_hash  text NOT NULL,
  deciders      jsonb NOT NULL,
  submitted_by  text,
  opened_at     timestamptz(3) NOT NULL,
  decide_before timestamptz(3) NOT NULL,
  reminded_at   timestamptz(3),
  state         text NOT NULL CHECK (state IN ('open', 'approved', 'rejected', 'expired', 'refused')),
  codes         jsonb NOT NULL,
  closed_at     timestamptz(3),
  opened_seq    bigint NOT NULL
);

CREATE TABLE catalog.decision (
  workflow_id  text NOT NULL,
  decision_key text NOT NULL,
  request_id   text NOT NULL,
  choice       text NOT NULL CHECK (choice IN ('approve', 'reject')),
  decided_by   text NOT NULL,
  role         text NOT NULL,
  organisation text NOT NULL,
  reason       text NOT NULL,
  subject_hash text NOT NULL,
  decided_at   timestamptz(3) NOT NULL,
  seq          bigint NOT NULL,
  PRIMARY KEY (workflow_id, decision_key)
);
CREATE INDEX decision_request ON catalog.decision (request_id);

CREATE TABLE catalog.contract (
  contract_hash text PRIMARY KEY,
  contract_id   text NOT NULL,
  version       text NOT NULL,
  source_id     text NOT NULL,
  body          jsonb NOT NULL,
  valid_from    text NOT NULL,
  valid_until   text NOT NULL,
  submitted_at  timestamptz(3) NOT NULL,
  approved_at   timestamptz(3),
  approved_in   text,
  suspended_at  timestamptz(3)
);

CREATE TABLE catalog.linkage (
  linkage_hash text PRIMARY KEY,
  linkage_id   text NOT NULL,
  version      text NOT NULL,
  body         jsonb NOT NULL,
  valid_from   text NOT NULL,
  valid_until  text NOT NULL,
  submitted_at timestamptz(3) NOT NULL,
  approved_at  timestamptz(3),
  approved_in  text
);

CREATE TABLE catalog.source (
  source_id     text PRIMARY KEY,
  submitted_at  timestamptz(3) NOT NULL,
  -- The contract under which it may deliver now; null until one is approved.
  contract_hash text,
  approved_at   timestamptz(3),
  suspended_at  timestamptz(3)
);

CREATE TABLE catalog.delivery (
  delivery_id    text PRIMARY KEY,
  source_id      text NOT NULL,
  contract_hash  text NOT NULL,
  workflow_id    text NOT NULL,
  delivered_by   text NOT NULL,
  state          text NOT NULL CHECK (state IN
    ('opened', 'aborted', 'landed', 'profiled', 'refused', 'quarantined', 'pseudonymised', 'curated')),
  attempt        text,
  landing_hash   text,
  parts          jsonb,
  profile        jsonb,
  pseudonymised  text,
  curated        text,
  codes          jsonb NOT NULL,
  opened_at      timestamptz(3) NOT NULL,
  changed_at     timestamptz(3) NOT NULL
);
CREATE INDEX delivery_source ON catalog.delivery (source_id);

CREATE TABLE catalog.gate_verdict (
  seq          bigint PRIMARY KEY,
  gate         text NOT NULL,
  workflow_id  text NOT NULL,
  run_id       text NOT NULL,
  passage      integer NOT NULL,
  subject_kind text NOT NULL,
  subject_id   text NOT NULL,
  outcome      text NOT NULL CHECK (outcome IN ('ALLOW', 'CONDITIONS', 'REVIEW', 'DENY')),
  codes        jsonb NOT NULL,
  verdict      jsonb NOT NULL,
  facts_hash   text NOT NULL,
  policy_hash  text NOT NULL,
  fictitious   boolean NOT NULL,
  asked_at     timestamptz(3) NOT NULL
);
CREATE INDEX gate_verdict_subject ON catalog.gate_verdict (subject_kind, subject_id);

CREATE TABLE catalog.dataset_version (
  version       text PRIMARY KEY,
  dataset       text NOT NULL,
  zone          text NOT NULL,
  contract_hash text NOT NULL,
  delivery_id   text,
  run_id        text NOT NULL,
  rows          bigint NOT NULL,
  manifest      jsonb NOT NULL,
  access        text NOT NULL CHECK (access IN ('open', 'restricted')),
  risk          jsonb,
  state         text NOT NULL CHECK (state IN ('current', 'quarantined')),
  made_at       timestamptz(3) NOT NULL,
  made_seq      bigint NOT NULL
);
CREATE INDEX dataset_version_dataset ON catalog.dataset_version (dataset, zone, made_seq);

CREATE TABLE catalog.run (
  run_id         text PRIMARY KEY,
  kind           text NOT NULL CHECK (kind IN ('pseudonymise', 'curate', 'theme', 'protect', 'release')),
  workflow_id    text NOT NULL,
  delivery_id    text,
  release_id     text,
  theme          text,
  theme_hash     text,
  purpose        text,
  requested_by   text,
  state          text NOT NULL CHECK (state IN ('requested', 'refused', 'done')),
  codes          jsonb NOT NULL,
  output_version text,
  code_version   text,
  started_at     timestamptz(3) NOT NULL,
  finished_at    timestamptz(3)
);

CREATE TABLE catalog.run_input (
  run_id  text NOT NULL,
  version text NOT NULL,
  PRIMARY KEY (run_id, version)
);
CREATE INDEX run_input_version ON catalog.run_input (version);

CREATE TABLE catalog.run_output (
  run_id  text NOT NULL,
  version text NOT NULL,
  PRIMARY KEY (run_id, version)
);
CREATE INDEX run_output_version ON catalog.run_output (version);

CREATE TABLE catalog.column_edge (
  run_id       text NOT NULL,
  to_version   text NOT NULL,
  to_column    text NOT NULL,
  from_version text NOT NULL,
  from_column  text NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('DIRECT', 'INDIRECT')),
  subtype      text NOT NULL,
  masking      text NOT NULL CHECK (masking IN ('masked', 'open')),
  PRIMARY KEY (run_id, to_version, to_column, from_version, from_column, kind, subtype)
);
CREATE INDEX column_edge_to ON catalog.column_edge (to_version, to_column);
CREATE INDEX column_edge_from ON catalog.column_edge (from_version, from_column);

CREATE TABLE catalog.release (
  release_id        text PRIMARY KEY,
  request_id        text NOT NULL,
  run_id            text NOT NULL,
  theme             text NOT NULL,
  result_version    text NOT NULL,
  requested_by      text NOT NULL,
  state             text NOT NULL CHECK (state IN
    ('requested', 'protected', 'refused', 'rejected', 'expired', 'released')),
  codes             jsonb NOT NULL,
  protected_version text,
  report_hash       text,
  cells             bigint,
  hidden            bigint,
  released_version  text,
  rows              bigint,
  files             jsonb NOT NULL,
  requested_at      timestamptz(3) NOT NULL,
  closed_at         timestamptz(3)
);

CREATE TABLE catalog.quarantine (
  subject_kind      text NOT NULL,
  subject_id        text NOT NULL,
  source_id         text NOT NULL,
  zone              text NOT NULL,
  codes             jsonb NOT NULL,
  since             timestamptz(3) NOT NULL,
  destroy_by        text NOT NULL,
  breach_assessment text NOT NULL,
  PRIMARY KEY (subject_kind, subject_id)
);

CREATE TABLE catalog.review (
  request_id   text PRIMARY KEY,
  gate         text NOT NULL,
  subject_kind text NOT NULL,
  subject_id   text NOT NULL,
  source_id    text NOT NULL,
  codes        jsonb NOT NULL
);
