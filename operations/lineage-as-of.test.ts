import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { appendEvent, inTransaction } from '../catalog/append.js';
import type { BodyOf, NewEvent } from '../catalog/event-types.js';
import { connectionsForTests } from '../catalog/testing/connections.js';
import { LIFE_OF_A_SOURCE } from '../catalog/testing/life-of-a-source.js';
import {
  asking,
  CONTRACT,
  digest,
  edge,
  LANDING,
  manifest,
  SOURCE,
  staff,
  VERSIONS,
} from '../catalog/testing/life-parts.js';
import type { EventType } from '../domain/names.js';
import type { Access } from './access.js';
import { asOf, parseAsOf } from './as-of.js';
import { lineage, parseLineageTarget } from './lineage.js';

const event = <T extends EventType>(type: T, workflowId: string, body: BodyOf[T]) =>
  ({
    type,
    identity: { kind: 'step', workflowId, runId: 'run', step: type, passage: 0 },
    occurredAt: '2026-03-20T10:00:00.000Z',
    actor: 'worker:control',
    body,
  }) as NewEvent;

const opened = (deliveryId: string) =>
  event('deliveryOpened', `ingest:${deliveryId}`, {
    deliveryId,
    sourceId: SOURCE,
    contractHash: CONTRACT.hash,
    deliveredBy: staff('d', 'provider'),
  });
const landed = (deliveryId: string, landingHash = digest('e')) =>
  event('deliveryLanded', `ingest:${deliveryId}`, {
    deliveryId,
    attempt: `${deliveryId}-1`,
    keyId: 'key-1',
    landingHash,
    parts: [
      { part: 1, key: `landing/${deliveryId}/1`, bytes: 5, sha256: digest('e'), cipherSha256: digest('f') },
    ],
  });

const profiled = (deliveryId: string) =>
  event('deliveryProfiled', `ingest:${deliveryId}`, {
    deliveryId,
    profileHash: digest('8'),
    rows: 9,
    parts: 1,
    columns: 1,
    missingColumns: 0,
    unknownColumns: 0,
    shapeFindings: 0,
    smallestClass: 12,
  });

const pseudonymised = (deliveryId: string, version: string, landing: string, occurredAt: string) => ({
  ...event('pseudonymised', `ingest:${deliveryId}`, {
    version,
    manifest: manifest('pseudonymised', [landing], '9'),
    edges: [edge(landing, 'open')],
    deliveryId,
    rowsIn: 9,
    invalidIds: [],
    keyIds: ['key-2'],
  }),
  occurredAt,
});

/**
 * After the life of a source: its contract is approved anew, and the same file is sent in two deliveries, of which the one
 * that was opened first lands last, when a newer version has been made of the other.
 */
const LATER: readonly NewEvent[] = [
  event('contractSubmitted', 'onboard:5', {
    ...asking('onboard:5', CONTRACT.hash, ['steward']),
    sourceId: SOURCE,
    contractHash: CONTRACT.hash,
    contract: CONTRACT.contract,
    submitter: staff('a', 'steward'),
  }),
  event('onboardingApproved', 'onboard:5', {
    requestId: 'onboard:5',
    closes: { kind: 'contract', sourceId: SOURCE, contractHash: CONTRACT.hash },
    codes: [],
  }),
  opened('d-6'),
  { ...opened('d-7'), occurredAt: '2026-03-21T10:00:00.000Z' },
  landed('d-7'),
  profiled('d-7'),
  pseudonymised('d-7', digest('b'), digest('e'), '2026-03-20T11:00:00.000Z'),
  // The file of before: the version of before is made again, and is the newest from then on.
  opened('d-8'),
  landed('d-8', LANDING),
  profiled('d-8'),
  pseudonymised('d-8', VERSIONS.pseudonymised, LANDING, '2026-03-22T10:00:00.000Z'),
  landed('d-6'),
];
const EVENTS = [...LIFE_OF_A_SOURCE, ...LATER];

const TARGETS = [SOURCE, 'instroom-drugs', `${SOURCE}.wijk`, 'instroom-drugs.wijk', 'nothing'].map(
  parseLineageTarget,
);

const connect = connectionsForTests();
let access: Access;
let superuser: pg.Client;
/** By number of events: what was answered of each target, up and down, when the log held no more than those. */
const answeredThen: object[][] = [];

/** Each event is recorded at a minute of its own. */
const recordedAt = (seq: number) => new Date(Date.UTC(2020, 3, 1, 10, seq)).toISOString();
/** Half a minute after the last of so many events. */
const afterEvents = (count: number) => new Date(Date.UTC(2020, 3, 1, 10, count - 1, 30)).toISOString();

async function answers(instant?: string): Promise<object[]> {
  const scope = { depth: 64, ...(instant === undefined ? {} : { asOf: await asOf(access, instant) }) };
  const all: object[] = [];
  for (const target of TARGETS)
    for (const direction of ['up', 'down'] as const)
      all.push(
        await lineage(access, target, { ...scope, direction }).catch(({ code }: { code?: string }) => ({
          code,
        })),
      );
  return all;
}

beforeAll(async () => {
  const control = await connect('sluis_control');
  const reader = await connect('sluis_reader');
  superuser = await connect();
  const query = (text: string, values?: unknown[]) => reader.query(text, values);
  const catalog = { query, connect: async () => ({ query, release: () => undefined }) };
  access = { catalog } as unknown as Access;
  await superuser.query("SET session_replication_role = 'replica'");
  answeredThen.push(await answers());
  for (const [seq, one] of EVENTS.entries()) {
    await inTransaction(control, () => appendEvent(control, one));
    await superuser.query('UPDATE catalog.event SET recorded_at = $2 WHERE seq = $1', [seq, recordedAt(seq)]);
    answeredThen.push(await answers());
  }
}, 120_000);

describe('lineage as it was known at a moment', () => {
  it('is, after each event, what was answered then, whatever was recorded since', async () => {
    for (let count = 0; count <= EVENTS.length; count += 1)
      expect(await answers(afterEvents(count)), `after ${count} events`).toEqual(answeredThen[count]);
  }, 120_000);

  it('changes with what is recorded, so that the moments are told apart', () => {
    const different = new Set(answeredThen.map((one) => JSON.stringify(one)));
    expect(different.size).toBeGreaterThan(7);
    const [first, last] = [answeredThen[0], answeredThen.at(-1)];
    expect(first?.every((one) => 'code' in one)).toBe(true);
    expect(last?.filter((one) => 'code' in one)).toHaveLength(2);
  });

  it('tells a version once, however often it was made', async () => {
    const target = { dataset: 'instroom-drugs', version: VERSIONS.protected, column: 'wijk' };
    const tables = await lineage(access, target, { direction: 'up', depth: 1 });
    const { rows } = await superuser.query('SELECT 1 FROM catalog.column_edge WHERE to_version = $1', [
      VERSIONS.protected,
    ]);
    expect(rows).toHaveLength(3);
    expect(tables.next.map(({ version }) => version)).toEqual([VERSIONS.result]);
  });

  it('counts the event of that very millisecond, and none of the next', async () => {
    const known = async (instant: string) => (await asOf(access, instant)).events;
    expect(await known(recordedAt(4))).toBe(5);
    expect(await known(new Date(Date.parse(recordedAt(4)) - 1).toISOString())).toBe(4);
    expect(await known('2019-01-01T00:00:00.000Z')).toBe(0);
  });

  it('stays closed where the clock was set back: what was appended later is not known earlier', async () => {
    const last = EVENTS.length - 1;
    const before = await answers(afterEvents(3));
    const set = (at: string) =>
      superuser.query('UPDATE catalog.event SET recorded_at = $2 WHERE seq = $1', [last, at]);
    await set(recordedAt(1));
    expect((await asOf(access, afterEvents(3))).events).toBe(3);
    expect(await answers(afterEvents(3))).toEqual(before);
    await set(recordedAt(last));
  });

  it('is refused where the moment is not past', async () => {
    const { rows } = await superuser.query<{ at: Date }>(`SELECT now() + interval '1 hour' AS at`);
    await expect(asOf(access, rows[0]?.at.toISOString() ?? '')).rejects.toMatchObject({
      code: 'UsageInvalid',
      message: expect.stringMatching(/is not past: more can still be recorded/),
    });
  });

  it('waits for whoever is appending just then, since that is recorded before it', async () => {
    const control = await connect('sluis_control');
    await control.query('BEGIN');
    await appendEvent(control, opened('d-9'));
    const { rows } = await control.query<{ at: Date }>(
      'SELECT max(recorded_at) AS at FROM catalog.event WHERE seq = $1',
      [EVENTS.length],
    );
    const asked = asOf(access, rows[0]?.at.toISOString() ?? '');
    const isWaiting = async () =>
      (await superuser.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`))
        .rowCount !== 0;
    while (!(await isWaiting())) await new Promise((resolve) => setTimeout(resolve, 20));
    await control.query('COMMIT');
    expect((await asked).events).toBe(EVENTS.length + 1);
  });
});

describe('a moment', () => {
  it.each([
    ['2026-03-01', '2026-03-01T22:59:59.999Z'],
    ['2026-07-01', '2026-07-01T21:59:59.999Z'],
    ['2026-03-29', '2026-03-29T21:59:59.999Z'],
    ['2026-03-01T12:00Z', '2026-03-01T12:00:00.000Z'],
    ['2026-03-01T12:00:30.5+02:00', '2026-03-01T10:00:30.500Z'],
  ])('%s is %s', (text, instant) => {
    expect(parseAsOf(text)).toBe(instant);
  });

  it.each([
    'yesterday',
    '2026-02-30',
    '2026-02-30T10:00Z',
    '2026-03-01T12:00',
    '2026-03-01T25:00Z',
    '0000-01-01',
    '',
  ])('is refused where it says %j', (text) => {
    expect(() => parseAsOf(text)).toThrow(/^A moment is a day/);
  });
});
