import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../domain/names.js';
import { appendEvent, inTransaction } from './append.js';
import { PROJECTIONS } from './projection-tables.js';
import { compareProjections } from './rebuild.js';
import { connectionsForTests } from './testing/connections.js';
import { LIFE_OF_A_SOURCE, occurredAt } from './testing/life-of-a-source.js';
import { CONTRACT, digest, SOURCE, VERSIONS } from './testing/life-parts.js';

const connect = connectionsForTests();
let control: pg.Client;
let reader: pg.Client;
beforeAll(async () => {
  control = await connect('sluis_control');
  reader = await connect('sluis_reader');
  for (const event of LIFE_OF_A_SOURCE) await inTransaction(control, () => appendEvent(control, event));
});

/** Rows of a projection as people read them, in the order of the events that made them. */
const rowsOf = async (sql: string) => (await reader.query(`SELECT ${sql}`)).rows;

describe('the projections of a whole life', () => {
  it('come from events of every type', () => {
    expect(new Set(LIFE_OF_A_SOURCE.map(({ type }) => type))).toEqual(new Set(EVENT_TYPES));
  });

  it('leave no table empty', async () => {
    for (const table of Object.keys(PROJECTIONS))
      expect([table, await rowsOf(`1 FROM reading.${table}`)]).not.toEqual([table, []]);
  });

  it('show each request with its end, and who is asked', async () => {
    const rows = await rowsOf(
      'request_id, kind, number, subject_id, deciders, state, codes, reminded_at, closed_at FROM reading.request ORDER BY opened_seq',
    );
    expect(rows.map(({ request_id, kind, state, codes }) => [request_id, kind, state, codes])).toEqual([
      ['link:1', 'linkage', 'approved', []],
      ['onboard:1', 'contract', 'approved', []],
      ['onboard:2', 'contract', 'rejected', []],
      ['onboard:3', 'contract', 'expired', []],
      ['onboard:4', 'contract', 'refused', ['S04']],
      ['review:1', 'review', 'approved', []],
      ['review:2', 'review', 'refused', []],
      ['release:1', 'release', 'approved', []],
      ['release:2', 'release', 'refused', ['O06']],
      ['release:3', 'release', 'rejected', ['O06']],
      ['release:4', 'release', 'expired', ['O06']],
      ['resume:1', 'lifting', 'rejected', []],
      ['resume:2', 'lifting', 'expired', []],
      ['resume:3', 'lifting', 'refused', ['S05']],
      ['resume:4', 'lifting', 'approved', []],
      ['unhold:1', 'lifting', 'approved', []],
    ]);
    expect(rows[1]).toMatchObject({
      number: 1,
      subject_id: CONTRACT.hash,
      deciders: ['steward', 'privacy-officer'],
      reminded_at: occurredAt('reminderDue'),
      closed_at: occurredAt('onboardingApproved', 1),
    });
    expect(rows[0]).toMatchObject({ subject_id: digest('9'), reminded_at: null });
  });

  it('show which roles have decided, and by whom', async () => {
    expect(
      await rowsOf('request_id, decided_by, role, decided_at FROM reading.decision ORDER BY seq'),
    ).toEqual([
      {
        request_id: 'onboard:1',
        decided_by: digest('b'),
        role: 'steward',
        decided_at: occurredAt('decisionRecorded'),
      },
      {
        request_id: 'onboard:1',
        decided_by: digest('c'),
        role: 'privacy-officer',
        decided_at: occurredAt('decisionRecorded', 1),
      },
      {
        request_id: 'review:1',
        decided_by: digest('b'),
        role: 'steward',
        decided_at: occurredAt('decisionRecorded', 2),
      },
    ]);
    const waiting = await rowsOf("waiting_for FROM reading.request_state WHERE request_id = 'review:1'");
    expect(waiting).toEqual([{ waiting_for: ['privacy-officer'] }]);
  });

  it('show the approved contract of a source; others never approved', async () => {
    const approved = occurredAt('onboardingApproved', 1);
    expect(await rowsOf(`* FROM reading.source ORDER BY source_id = '${SOURCE}' DESC, source_id`)).toEqual([
      {
        source_id: SOURCE,
        submitted_at: occurredAt('contractSubmitted'),
        contract_hash: CONTRACT.hash,
        approved_at: approved,
      },
      ...[1, 2, 3].map((nth) => ({
        source_id: `source-${nth + 1}`,
        submitted_at: occurredAt('contractSubmitted', nth),
        contract_hash: null,
        approved_at: null,
      })),
    ]);
    const [contract] = await rowsOf(`* FROM reading.contract WHERE contract_hash = '${CONTRACT.hash}'`);
    expect(contract).toEqual({
      contract_hash: CONTRACT.hash,
      contract_id: CONTRACT.contract.id,
      version: CONTRACT.contract.version,
      source_id: SOURCE,
      body: CONTRACT.contract,
      valid_from: CONTRACT.contract.validity.from,
      valid_until: CONTRACT.contract.validity.until,
      submitted_at: occurredAt('contractSubmitted'),
      approved_at: approved,
      approved_in: 'onboard:1',
    });
    expect(await rowsOf('linkage_id, approved_in, approved_at FROM reading.linkage')).toEqual([
      { linkage_id: 'instroom', approved_in: 'link:1', approved_at: occurredAt('onboardingApproved') },
    ]);
  });

  it('show what was imposed on a source, by whom and why, and in which request it was lifted', async () => {
    const rows = await rowsOf('* FROM reading.measure ORDER BY imposed_at');
    const common = { source_id: SOURCE, imposed_by: digest('b'), role: 'auditor', reason: 'agreement ended' };
    expect(rows).toEqual([
      {
        ...common,
        measure_id: 'suspend:1',
        measure: 'suspension',
        contract_hash: null,
        imposed_at: occurredAt('suspended'),
        lifted_at: occurredAt('suspensionLifted'),
        lifted_in: 'resume:4',
        state: 'resumed',
      },
      {
        ...common,
        measure_id: 'hold:1',
        measure: 'hold',
        contract_hash: null,
        imposed_at: occurredAt('holdPlaced'),
        lifted_at: occurredAt('holdLifted'),
        lifted_in: 'unhold:1',
        state: 'unheld',
      },
      {
        ...common,
        measure_id: 'withdraw:1',
        measure: 'withdrawal',
        contract_hash: CONTRACT.hash,
        imposed_at: occurredAt('withdrawn'),
        lifted_at: null,
        lifted_in: null,
        state: 'withdrawn',
      },
    ]);
  });

  it('show how far each delivery came', async () => {
    const rows = await rowsOf('* FROM reading.delivery ORDER BY delivery_id');
    expect(rows.map(({ delivery_id, state, codes }) => [delivery_id, state, codes])).toEqual([
      ['d-1', 'curated', []],
      ['d-2', 'aborted', ['timed-out']],
      ['d-3', 'quarantined', ['C03']],
      ['d-4', 'aborted', ['withdrawn']],
      ['d-5', 'destroyed', ['C04']],
    ]);
    expect(rows[0]).toMatchObject({
      workflow_id: 'ingest:d-1',
      delivered_by: digest('d'),
      attempt: 'd-1-1',
      landing_hash: digest('0'),
      parts: [{ part: 1 }, { part: 2, cipherSha256: digest('b') }],
      profile: { rows: 180, smallestClass: 12 },
      pseudonymised: VERSIONS.pseudonymised,
      curated: VERSIONS.curated,
      opened_at: occurredAt('deliveryOpened'),
      changed_at: occurredAt('curated'),
    });
    expect(rows[1]).toMatchObject({ attempt: null, parts: null, changed_at: occurredAt('deliveryAborted') });
  });

  it('show verdicts, reviews and quarantines', async () => {
    expect(
      await rowsOf('gate, subject_id, outcome, codes, fictitious, asked_at FROM reading.gate_verdict'),
    ).toEqual([
      {
        gate: 'G0',
        subject_id: 'onboard:1',
        outcome: 'REVIEW',
        codes: ['K01'],
        fictitious: true,
        asked_at: occurredAt('gateAsked'),
      },
    ]);
    expect(await rowsOf('* FROM reading.review')).toEqual([
      {
        request_id: 'review:1',
        gate: 'G3',
        subject_kind: 'delivery',
        subject_id: 'd-1',
        source_id: SOURCE,
        codes: ['K01'],
      },
      {
        request_id: 'review:2',
        gate: 'G4',
        subject_kind: 'run',
        subject_id: 'run-3',
        source_id: null,
        codes: ['K01'],
      },
    ]);
    const untouched = { state: 'quarantined', objects: null, assessment: null, told_at: null };
    expect(
      await rowsOf(
        'subject_id, zone, codes, destroy_by, breach_assessment, state, objects, assessment, told_at FROM reading.quarantine ORDER BY zone DESC, subject_id',
      ),
    ).toEqual([
      {
        subject_id: 'd-3',
        zone: 'landing',
        codes: ['C03'],
        destroy_by: '2026-04-01',
        breach_assessment: 'opened',
        ...untouched,
      },
      {
        subject_id: 'd-5',
        zone: 'landing',
        codes: ['C04'],
        destroy_by: '2026-04-02',
        breach_assessment: 'opened',
        state: 'destroyed',
        objects: 1,
        assessment: 'no-breach',
        told_at: occurredAt('providerTold'),
      },
      {
        subject_id: VERSIONS.curated,
        zone: 'curated',
        codes: ['K02'],
        destroy_by: '2026-05-01',
        breach_assessment: 'not-needed',
        ...untouched,
      },
    ]);
  });

  it('show every dataset version with its run, access, risk and state', async () => {
    const rows = await rowsOf('* FROM reading.dataset_version ORDER BY made_seq');
    expect(
      rows.map((row) => [
        row.version,
        row.zone,
        row.run_id,
        row.delivery_id,
        row.rows,
        row.access,
        row.state,
      ]),
    ).toEqual([
      [VERSIONS.pseudonymised, 'pseudonymised', 'd-1/pseudonymise', 'd-1', '90', 'open', 'current'],
      [VERSIONS.curated, 'curated', 'd-1/curate', 'd-1', '180', 'restricted', 'quarantined'],
      [VERSIONS.result, 'result', 'run-1', null, '90', 'restricted', 'current'],
      [VERSIONS.protected, 'result', 'r-1/protect', null, '90', 'restricted', 'current'],
      [VERSIONS.released, 'released', 'r-1/release', null, '90', 'open', 'current'],
    ]);
    expect(rows[1].risk).toMatchObject({ unit: 'person', kMin: 1 });
    expect(rows[0].risk).toBeNull();
  });

  it('show runs, and by input and output the way from landing to what was released', async () => {
    const runs = await rowsOf(
      `run_id, kind, state, codes, output_version, requested_by, finished_at, cancelled_by, cancelled_as, cancel_reason
       FROM reading.run ORDER BY started_at`,
    );
    expect(
      runs.map(({ run_id, kind, state, output_version }) => [run_id, kind, state, output_version]),
    ).toEqual([
      ['d-1/pseudonymise', 'pseudonymise', 'done', VERSIONS.pseudonymised],
      ['d-1/curate', 'curate', 'done', VERSIONS.curated],
      ['run-1', 'theme', 'done', VERSIONS.result],
      ['run-2', 'theme', 'refused', null],
      ['run-3', 'theme', 'cancelled', null],
      ['r-1/protect', 'protect', 'done', VERSIONS.protected],
      ['r-1/release', 'release', 'done', VERSIONS.released],
      ['r-3/protect', 'protect', 'done', VERSIONS.protected],
      ['r-4/protect', 'protect', 'done', VERSIONS.protected],
    ]);
    expect(runs[2]).toMatchObject({ requested_by: digest('e'), finished_at: occurredAt('analysed') });
    expect(runs[3]).toMatchObject({
      codes: ['P01'],
      finished_at: occurredAt('runRefused'),
      cancelled_by: null,
    });
    expect(runs[4]).toMatchObject({
      codes: [],
      finished_at: occurredAt('runCancelled'),
      cancelled_by: digest('b'),
      cancelled_as: 'auditor',
      cancel_reason: 'wrong parameters',
    });
    const way = await rowsOf(
      `i.version AS input, o.version AS output FROM reading.run_output o JOIN reading.run_input i USING (run_id)
       JOIN reading.dataset_version v ON v.version = o.version AND v.run_id = o.run_id ORDER BY v.made_seq`,
    );
    const chain = [digest('0'), ...Object.values(VERSIONS)];
    expect(way).toEqual(chain.slice(1).map((output, at) => ({ input: chain[at], output })));
  });

  it('lead each column back to exact versions', async () => {
    const edges = await rowsOf(
      `e.to_version, e.to_column, e.from_version, e.masking FROM reading.column_edge e
       JOIN reading.dataset_version v ON v.version = e.to_version AND v.run_id = e.run_id ORDER BY v.made_seq, e.to_column`,
    );
    expect(edges.map((row) => Object.values(row))).toEqual([
      [VERSIONS.pseudonymised, 'bsn', digest('0'), 'masked'],
      [VERSIONS.pseudonymised, 'wijk', digest('0'), 'open'],
      [VERSIONS.curated, 'wijk', VERSIONS.pseudonymised, 'open'],
      [VERSIONS.result, 'wijk', VERSIONS.curated, 'open'],
      [VERSIONS.protected, 'wijk', VERSIONS.result, 'masked'],
      [VERSIONS.released, 'wijk', VERSIONS.protected, 'open'],
    ]);
  });

  it('show what was released, with its files, and the releases that ended otherwise', async () => {
    const rows = await rowsOf('* FROM reading.release ORDER BY release_id');
    expect(rows.map(({ release_id, state, codes }) => [release_id, state, codes])).toEqual([
      ['r-1', 'released', []],
      ['r-2', 'refused', ['O06']],
      ['r-3', 'rejected', ['O06']],
      ['r-4', 'expired', ['O06']],
    ]);
    expect(rows[0]).toMatchObject({
      request_id: 'release:1',
      run_id: 'run-1',
      result_version: VERSIONS.result,
      protected_version: VERSIONS.protected,
      released_version: VERSIONS.released,
      report_hash: digest('b'),
      cells: '40',
      hidden: '6',
      rows: '40',
      files: [{ format: 'parquet' }, { format: 'csv' }],
      requested_at: occurredAt('releaseRequested'),
      closed_at: occurredAt('released'),
    });
  });

  it('are the ones that a rebuild from the events gives', async () => {
    expect(await compareProjections(reader)).toEqual([]);
  });
});
