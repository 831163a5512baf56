import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { appendEvent, findEvent, inTransaction } from './append.js';
import type { NewEvent } from './event-types.js';
import { bodySha256, eventLeaf } from './leaf.js';
import { DATABASE_ROLES } from './migrate.js';
import { connectionsForTests } from './testing/connections.js';
import { LIFE_OF_A_SOURCE } from './testing/life-of-a-source.js';

const connect = connectionsForTests();

const staff = { ref: 'a'.repeat(64), as: 'provider', organisation: '00000001234567890000' } as const;
const opened = (deliveryId: string, occurredAt = '2026-03-01T10:00:00.000Z'): NewEvent<'deliveryOpened'> => ({
  type: 'deliveryOpened',
  identity: { kind: 'step', workflowId: `ingest:${deliveryId}`, runId: 'run', step: 'open', passage: 0 },
  occurredAt,
  actor: 'worker:control',
  body: { deliveryId, sourceId: 'source', contractHash: 'c'.repeat(64), deliveredBy: staff },
});

describe('appendEvent', () => {
  it('keeps the first instant when the same event comes again, and adds nothing', async () => {
    const control = await connect('sluis_control');
    const first = await inTransaction(control, () => appendEvent(control, opened('twice')));
    const again = await inTransaction(control, () =>
      appendEvent(control, opened('twice', '2026-03-02T10:00:00.000Z')),
    );
    expect(again).toEqual(first);
  });

  it('refuses another body under the same identity', async () => {
    const control = await connect('sluis_control');
    const event = opened('twice');
    const other = { ...event, body: { ...event.body, sourceId: 'another' } };
    await expect(inTransaction(control, () => appendEvent(control, other))).rejects.toMatchObject({
      code: 'CatalogConflict',
    });
  });

  it('continues the first run of a numbered request that was started again, and no other workflow', async () => {
    const control = await connect('sluis_control');
    const append = (workflowId: string, runId: string, deliveryId: string) => {
      const identity = { kind: 'step', workflowId, runId, step: 'open', passage: 0 } as const;
      return inTransaction(control, () => appendEvent(control, { ...opened(deliveryId), identity }));
    };
    const first = await append('deliver:source:7', 'first', 'numbered');
    expect((await append('deliver:source:7', 'second', 'numbered')).seq).toBe(first.seq);
    await expect(append('deliver:source:7', 'third', 'other')).rejects.toMatchObject({
      code: 'CatalogConflict',
    });
    const one = await append('check:abc', 'first', 'unnumbered-1');
    const two = await append('check:abc', 'second', 'unnumbered-2');
    expect(two.seq).toBe(one.seq + 1);
  });

  it('appends nothing when its projection speaks of something unknown', async () => {
    const control = await connect('sluis_control');
    const aborted: NewEvent<'deliveryAborted'> = {
      ...opened('unknown'),
      type: 'deliveryAborted',
      body: { deliveryId: 'unknown', cause: 'withdrawn' },
    };
    await expect(inTransaction(control, () => appendEvent(control, aborted))).rejects.toMatchObject({
      code: 'CatalogConflict',
    });
    const { rows } = await control.query("SELECT 1 FROM catalog.event WHERE workflow_id = 'ingest:unknown'");
    expect(rows).toEqual([]);
  });

  it('numbers the events of two writers without gaps', async () => {
    const writers = [await connect('sluis_control'), await connect('sluis_control')];
    await Promise.all(
      writers.map(async (writer, w) => {
        for (let n = 0; n < 25; n += 1)
          await inTransaction(writer, () => appendEvent(writer, opened(`race-${w}-${n}`)));
      }),
    );
    const { rows } = await writers[0]!.query('SELECT seq::int FROM catalog.event ORDER BY seq');
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, place) => place));
    expect(rows.length).toBe(54);
  });

  it('refuses to append under REPEATABLE READ', async () => {
    const control = await connect('sluis_control');
    await control.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await expect(appendEvent(control, opened('stale'))).rejects.toThrow(/READ COMMITTED/);
    await control.query('ROLLBACK');
  });
});

describe('what an event says', () => {
  let decisions = 0;
  const submitted = LIFE_OF_A_SOURCE.find(({ type }) => type === 'contractSubmitted') as NewEvent;
  beforeAll(async () => {
    const control = await connect('sluis_control');
    await inTransaction(control, () => appendEvent(control, submitted));
  });
  const decided = (reason: string, key = `k-${decisions++}`): NewEvent<'decisionRecorded'> => ({
    type: 'decisionRecorded',
    identity: { kind: 'decision', workflowId: 'onboard:texts', key },
    occurredAt: '2026-03-01T10:00:00.000Z',
    actor: 'worker:control',
    body: {
      requestId: 'onboard:1',
      key,
      choice: 'reject',
      by: { ...staff, as: 'steward' },
      reason,
      subjectHash: 'c',
    },
  });

  it('comes back from the database with the same hashes, whatever the text', async () => {
    const control = await connect('sluis_control');
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('\\u0000', '\\\\u0000', '\u2028"\\'),
    );
    await fc.assert(
      fc.asyncProperty(text, async (reason) => {
        const event = decided(reason);
        const stored = await inTransaction(control, () => appendEvent(control, event));
        expect(stored.body).toEqual(event.body);
        const read = await findEvent(control, event.identity);
        expect(read && eventLeaf(read).toString('hex')).toBe(stored.leafHash);
        expect(read && bodySha256(read.body)).toBe(stored.bodySha256);
      }),
      { numRuns: 60 },
    );
  });

  it('comes back with the same hashes, whatever the numbers', async () => {
    const control = await connect('sluis_control');
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(numbers, async (values) => {
        const event = decided('numbers');
        const odd = { ...event, body: { ...event.body, values } };
        await inTransaction(control, () => appendEvent(control, odd));
        const read = await findEvent(control, event.identity);
        expect(read && eventLeaf(read).toString('hex')).toBe(read?.leafHash);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    'a\u0000b',
    'half a pair \ud800',
    '\\\u0000',
  ])('is refused at once where it holds %j', async (reason) => {
    const control = await connect('sluis_control');
    const event = decided(reason);
    const append = inTransaction(control, () => appendEvent(control, event));
    await expect(append).rejects.toMatchObject({ code: 'UsageInvalid' });
    expect(await findEvent(control, event.identity)).toBeNull();
  });
});

describe('the walls of the database', () => {
  it.each(DATABASE_ROLES)('%s cannot change, delete or empty the events', async (role) => {
    const client = await connect(role);
    for (const sql of [
      'UPDATE catalog.event SET seq = seq',
      'DELETE FROM catalog.event',
      'TRUNCATE catalog.event',
    ])
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('not even the owner changes an event without switching the trigger off', async () => {
    const owner = await connect();
    for (const sql of [
      'UPDATE catalog.event SET seq = seq',
      'DELETE FROM catalog.event',
      'TRUNCATE catalog.event',
    ])
      await expect(owner.query(sql)).rejects.toThrow(/append-only/);
  });

  it.each([
    'sluis_vault',
    'sluis_data',
    'sluis_reader',
  ] as const)('%s cannot append or read events', async (role) => {
    const client = await connect(role);
    for (const sql of ['INSERT INTO catalog.event DEFAULT VALUES', 'SELECT 1 FROM catalog.event'])
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('the reader reads views and takes request numbers, each once', async () => {
    const reader = await connect('sluis_reader');
    await reader.query('SELECT * FROM reading.request_state');
    const number = async () =>
      (await reader.query("SELECT catalog.next_request_number('source') AS n")).rows[0].n;
    expect([await number(), await number()]).toEqual([1, 2]);
    await expect(reader.query('SELECT 1 FROM catalog.request_number')).rejects.toMatchObject({
      code: '42501',
    });
  });
});
