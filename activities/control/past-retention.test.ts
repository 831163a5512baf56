import { beforeEach, describe, expect, it } from 'vitest';
import type { Subject } from '../../catalog/event-bodies.js';
import { digest, manifest, staff } from '../../catalog/testing/life-parts.js';
import type { Contract } from '../../policy/contract.js';
import { demo } from '../../policy/testing/asked.js';
import { withClient } from '../catalog-session.js';
import { curatedSource, submittedBy } from '../testing/curated-source.js';
import { controlDeps } from '../testing/data-stage.js';
import { stageForTests } from '../testing/stage.js';
import { inputFacts } from './facts/input-facts.js';
import { makeQuarantinePastRetention } from './past-retention.js';
import { makeDestructionDue, makeDestructionsOf } from './quarantining.js';

const stage = stageForTests();
/** Each test has sources, contracts and digests of its own, on one catalog. */
let source = 0;
let base: Contract;
beforeEach(() => {
  source += 1;
  base = { ...demo('bag'), sourceId: `source-${source}`, id: `source-${source}` };
});

const RETENTION = { landing: 'P10D', pseudonymised: 'P20D', curated: 'P30D', result: 'P40D' };
const STORED = '2026-03-01T10:00:00.000Z';

const digits = (...names: string[]) =>
  names.map((name) => `${source.toString(16)}${name}`.padEnd(4, 'e')) as [string, string, string];
const versionOf = (digit: string) => digest(digit);

/** A delivery that went its way under a contract with these terms, and its versions. */
async function delivered(more: Partial<Parameters<typeof curatedSource>[1]> = {}, retention = RETENTION) {
  const contract = { ...base, retention };
  const contractHash = more.contractHash ?? (await submittedBy(stage(), contract));
  const given = more.digits ?? digits('a', 'b', 'c');
  const curated = await curatedSource(stage(), {
    sourceId: base.sourceId,
    ...more,
    ...{ contractHash, digits: given },
  });
  const { rows } = await stage()
    .pool('sluis_control')
    .query<{ id: string }>(
      'SELECT delivery_id AS id FROM catalog.delivery WHERE curated = $1 ORDER BY opened_at DESC',
      [curated],
    );
  return { contractHash, curated, pseudonymised: versionOf(given[1]), delivery: rows[0]?.id ?? '' };
}

const sweep = (now: string, destroyBy = now) =>
  stage().run(makeQuarantinePastRetention(controlDeps(stage(), { now: () => now })), destroyBy);
/** Of this test's source, at noon of a day. */
async function sweptOn(day: string): Promise<readonly string[]> {
  await sweep(`${day}T12:00:00.000Z`);
  const { rows } = await stage()
    .pool('sluis_control')
    .query<{ id: string }>(
      'SELECT subject_id AS id FROM catalog.quarantine WHERE source_id = $1 AND past_retention ORDER BY since, subject_id',
      [base.sourceId],
    );
  return rows.map(({ id }) => id);
}
const hold = (sourceId: string) =>
  stage().append('holdPlaced', { sourceId, by: staff('f', 'auditor'), reason: 'a case' });

describe('what is past its retention', () => {
  it('is put in quarantine the day after the last of its zone, and not on it', async () => {
    const { curated, pseudonymised, delivery } = await delivered();
    expect(await sweptOn('2026-03-11')).toEqual([]);
    expect(await sweptOn('2026-03-12')).toEqual([delivery]);
    expect(await sweptOn('2026-03-21')).toEqual([delivery]);
    expect(await sweptOn('2026-03-22')).toEqual([delivery, pseudonymised]);
    expect(await sweptOn('2026-03-31')).toEqual([delivery, pseudonymised]);
    expect(await sweptOn('2026-04-01')).toEqual([delivery, pseudonymised, curated]);
  });

  it('is recorded once, with its rule and no breach, and answered until it is destroyed', async () => {
    const { curated } = await delivered({}, { ...RETENTION, landing: 'P3M', pseudonymised: 'P5Y' });
    const subject: Subject = { kind: 'dataset-version', id: curated };
    const at = '2026-04-01T12:00:00.000Z';
    expect(await sweep(at)).toContainEqual(subject);
    expect(await sweep('2026-04-02T12:00:00.000Z')).toContainEqual(subject);
    const { rows } = await stage()
      .pool('sluis_control')
      .query(`SELECT body FROM catalog.event WHERE type = 'quarantined' AND body->'subject'->>'id' = $1`, [
        curated,
      ]);
    expect(rows.map(({ body }) => body)).toEqual([
      {
        subject,
        sourceId: base.sourceId,
        zone: 'curated',
        codes: ['T01'],
        destroyBy: at,
        breachAssessment: 'not-needed',
        pastRetention: true,
      },
    ]);
    await stage().append('destroyed', { subject, objects: [], keyIds: [] });
    expect(await sweep('2026-04-03T12:00:00.000Z')).not.toContainEqual(subject);
  });

  it('stays while a legal hold stands on its source', async () => {
    await delivered();
    await hold(base.sourceId);
    expect(await sweptOn('2027-04-01')).toEqual([]);
  });

  it('is a restricted dataset after half a year, whatever its contract says', async () => {
    const long = { ...RETENTION, landing: 'P3M', pseudonymised: 'P5Y', curated: 'P5Y' };
    const { curated, delivery } = await delivered({ access: 'restricted' }, long);
    expect(await sweptOn('2026-09-01')).toEqual([delivery]);
    expect(await sweptOn('2026-09-02')).toEqual([delivery, curated]);
  });

  it('is a result by the shortest of the contracts that it rests on, and stays while one of them is held', async () => {
    const other = { ...demo('bag'), sourceId: `other-${source}`, id: `other-${source}` };
    const keep = { ...RETENTION, landing: 'P3M', pseudonymised: 'P5Y', curated: 'P5Y' };
    const own = await delivered({}, { ...keep, result: 'P1Y' });
    const contractHash = await submittedBy(stage(), { ...other, retention: { ...keep, result: 'P2M' } });
    const foreign = await delivered({
      contractHash,
      sourceId: other.sourceId,
      digits: digits('1', '2', '3'),
    });
    const result = await resultOf([own.curated, foreign.curated]);
    const isGone = async (day: string) => {
      const all = await sweep(`${day}T12:00:00.000Z`);
      return all.some(({ id }) => id === result);
    };
    expect(await isGone('2026-05-01')).toBe(false);
    await hold(base.sourceId);
    expect(await isGone('2026-05-02')).toBe(false);
    const { rows } = await stage()
      .pool('sluis_control')
      .query<{ id: string }>('SELECT measure_id AS id FROM catalog.measure WHERE source_id = $1', [
        base.sourceId,
      ]);
    await stage()
      .pool('sluis_control')
      .query("UPDATE catalog.measure SET state = 'unheld' WHERE measure_id = $1", [rows[0]?.id]);
    expect(await isGone('2026-05-02')).toBe(true);
    const { rows: standing } = await stage()
      .pool('sluis_control')
      .query('SELECT source_id FROM catalog.quarantine WHERE subject_id = $1', [result]);
    expect(standing).toEqual([{ source_id: other.sourceId }]);
  });

  it('is not what bytes that were delivered again rest on: each delivery begins the term anew, for the gate too', async () => {
    const long = { ...RETENTION, landing: 'P3M' };
    const first = await delivered({}, long);
    const again = await delivered({ contractHash: first.contractHash, on: '2026-03-15T10:00:00.000Z' });
    expect([again.curated, again.pseudonymised]).toEqual([first.curated, first.pseudonymised]);
    const { inputs } = await withClient(stage().pool('sluis_control'), (client) =>
      inputFacts(client, [{ version: first.curated, columns: [] }]),
    );
    expect(inputs[0]?.retention?.storedAt).toBe('2026-03-15T10:00:00.000Z');
    expect(await sweptOn('2026-04-04')).toEqual([]);
    expect(await sweptOn('2026-04-05')).toEqual([first.pseudonymised]);
    expect(await sweptOn('2026-04-15')).toEqual([first.pseudonymised, first.curated]);
  });
});

describe('the destruction of what is past its retention', () => {
  const due = (subject: Subject) =>
    stage().run(makeDestructionDue(controlDeps(stage(), { now: () => '2026-04-02T12:00:00.000Z' })), subject);

  it('is due at once, and of itself alone; a hold that is placed meanwhile stops it, and its lifting is told', async () => {
    const { curated, delivery } = await delivered();
    await sweptOn('2026-04-01');
    const version = { kind: 'dataset-version', id: curated } as const;
    const landed = { kind: 'delivery', id: delivery } as const;
    expect([await due(version), await due(landed)]).toEqual([
      { state: 'due', alone: true },
      { state: 'due', alone: true },
    ]);
    await hold(base.sourceId);
    expect([await due(version), await due(landed)]).toEqual([
      { state: 'held', alone: true },
      { state: 'held', alone: true },
    ]);
    expect(await stage().run(makeDestructionsOf(controlDeps(stage())), base.sourceId)).toEqual(
      expect.arrayContaining([`destroy:dataset-version:${curated}`, `destroy:delivery:${delivery}`]),
    );
  });

  it('is not that of a copy, which goes with what it was made of', async () => {
    const { pseudonymised } = await delivered();
    const subject = { kind: 'dataset-version', id: pseudonymised } as const;
    await stage().append('quarantined', {
      ...{ subject, sourceId: base.sourceId, zone: 'pseudonymised', codes: ['K01'] },
      ...{ destroyBy: STORED, breachAssessment: 'not-needed' },
    });
    expect(await due(subject)).toEqual({ state: 'gone' });
    expect(await sweptOn('2026-05-01')).not.toContain(pseudonymised);
  });

  it('leaves a delivery that went its way as it was, and what was made of it', async () => {
    const { delivery, pseudonymised } = await delivered();
    await sweptOn('2026-03-12');
    const { rows } = await stage()
      .pool('sluis_control')
      .query('SELECT state, codes FROM catalog.delivery WHERE delivery_id = $1', [delivery]);
    expect(rows).toEqual([{ state: 'curated', codes: [] }]);
    await stage().append('destroyed', {
      subject: { kind: 'delivery', id: delivery },
      objects: [],
      keyIds: [],
    });
    const { rows: versions } = await stage()
      .pool('sluis_control')
      .query('SELECT state FROM catalog.dataset_version WHERE version = $1', [pseudonymised]);
    expect(versions).toEqual([{ state: 'current' }]);
  });
});

/** A run over these versions, by its events alone. */
async function resultOf(inputs: readonly string[]): Promise<string> {
  const runId = `run-${source}`;
  const version = digest(`${source}f`);
  const hash = digest('7');
  await stage().append('runRequested', {
    ...{ runId, theme: 'instroom-drugs', themeHash: hash, purpose: 'p', requester: staff('9', 'analyst') },
    inputs: inputs.map((one) => ({ version: one, columns: [] })),
  });
  const made = { ...manifest('result', inputs), contractHash: hash };
  await stage().append('analysed', { runId, version, manifest: made, edges: [] });
  return version;
}
