import { describe, expect, it } from 'vitest';
import { appendEvent } from './append.js';
import { signCheckpoint } from './checkpoint.js';
import { bodySha256, eventLeaf } from './leaf.js';
import { EVENT_COLUMNS, storedEvent } from './stored-event.js';
import { SIGNING_KEY, signedLogForTests } from './testing/signed-log.js';

const { store, append, verify, tamper, superuser, keeper } = signedLogForTests();

/** Changes one event as a superuser who knows how its hashes are made. */
async function forge(seq: number, sourceId: string): Promise<void> {
  const { rows } = await superuser().query(`SELECT ${EVENT_COLUMNS} FROM catalog.event WHERE seq = $1`, [
    seq,
  ]);
  const event = storedEvent(rows[0]);
  const forged = { ...event, body: { ...event.body, sourceId } } as typeof event;
  await tamper('UPDATE catalog.event SET body = $2, body_sha256 = $3, leaf_hash = $4 WHERE seq = $1', [
    seq,
    JSON.stringify(forged.body),
    bodySha256(forged.body),
    eventLeaf(forged).toString('hex'),
  ]);
}

describe('verification by the signed checkpoints', () => {
  it('holds for what nobody touched, and covers every event', async () => {
    expect(await verify()).toEqual({ ok: true, events: 5, signed: 5, findings: [] });
  });

  it('names an event whose body a superuser changed', async () => {
    await tamper(`UPDATE catalog.event SET body = jsonb_set(body, '{sourceId}', '"other"') WHERE seq = 2`);
    expect((await verify()).findings).toEqual([{ what: 'event-changed', place: 'event 2' }]);
  });

  it('names an event whose instant was moved', async () => {
    await tamper(`UPDATE catalog.event SET occurred_at = occurred_at + interval '1 day' WHERE seq = 1`);
    expect((await verify()).findings).toEqual([{ what: 'event-changed', place: 'event 1' }]);
  });

  it('names an event that was rewritten with all of its hashes', async () => {
    await forge(2, 'other');
    expect((await verify()).findings).toEqual([{ what: 'history-rewritten', place: 'event 2' }]);
  });

  it('still finds it, in a wider range, where the rows of the checkpoints between were deleted too', async () => {
    await forge(2, 'other');
    await tamper('DELETE FROM catalog.checkpoint WHERE size IN (3, 4)');
    expect((await verify()).findings).toEqual([{ what: 'history-rewritten', place: 'events 2 to 4' }]);
    await tamper('DELETE FROM catalog.checkpoint');
    expect((await verify()).findings).toEqual([{ what: 'history-rewritten', place: 'events 0 to 4' }]);
  });

  it('names the last event when it was deleted, and more of the tail', async () => {
    await tamper('DELETE FROM catalog.event WHERE seq = 4');
    expect((await verify()).findings).toEqual([{ what: 'events-cut', place: 'event 4' }]);
    await tamper('DELETE FROM catalog.event WHERE seq >= 2');
    expect((await verify()).findings).toEqual([{ what: 'events-cut', place: 'events 2 to 4' }]);
  });

  it('names the last event when another was appended in its place', async () => {
    await tamper('DELETE FROM catalog.event WHERE seq = 4');
    await append('another');
    expect((await verify()).findings).toEqual([{ what: 'history-rewritten', place: 'event 4' }]);
  });

  it('names a gap', async () => {
    await tamper('DELETE FROM catalog.event WHERE seq = 2');
    expect((await verify()).findings).toContainEqual({ what: 'event-missing', place: 'before event 3' });
  });

  it('does not take events without any checkpoint for proven', async () => {
    const missing = { what: 'no-checkpoint', place: 'audit zone' };
    Object.assign(store, { note: null, begun: false });
    expect((await verify()).findings).toEqual([missing]);
    await tamper('DELETE FROM catalog.checkpoint');
    expect((await verify()).findings).toEqual([missing]);
  });

  it('does not take an emptied catalog for a new one while the audit zone tells of a first checkpoint', async () => {
    for (const table of ['event', 'checkpoint', 'delivery']) await tamper(`DELETE FROM catalog.${table}`);
    store.note = null;
    expect(await verify()).toEqual({
      ok: false,
      events: 0,
      signed: 0,
      findings: [{ what: 'no-checkpoint', place: 'audit zone' }],
    });
  });

  it('names a note that was replaced by an older one, also where the events were cut to fit it', async () => {
    const old = store.note;
    await append('d5');
    await keeper().advance();
    store.note = old;
    const replaced = { what: 'checkpoint-replaced', place: 'audit zone: 5 of 6' };
    expect((await verify()).findings).toEqual([replaced]);
    await tamper('DELETE FROM catalog.event WHERE seq = 5');
    expect((await verify()).findings).toEqual([replaced, { what: 'events-cut', place: 'event 5' }]);
  });

  it('names checkpoints that are not ours, wherever they stand', async () => {
    const text = store.note;
    store.note = 'nonsense';
    expect((await verify()).findings).toEqual([{ what: 'checkpoint-invalid', place: 'audit zone' }]);
    store.note = text;
    const early = signCheckpoint({ size: 1, root: 'ab'.repeat(32) }, SIGNING_KEY.privateKey);
    await tamper('UPDATE catalog.checkpoint SET note = $1 WHERE size = 2', [early]);
    expect((await verify()).findings).toEqual([{ what: 'checkpoint-invalid', place: 'checkpoint of 2' }]);
  });

  it('names an event that can no longer be read at all', async () => {
    await tamper(`UPDATE catalog.event SET body = '{"n": 1e999}' WHERE seq = 0`);
    expect((await verify()).findings).toEqual([{ what: 'event-changed', place: 'event 0' }]);
  });
});

describe('an event that is too long for an entry of the log', () => {
  const describedIn = (description: string) => ({
    type: 'contractSubmitted' as const,
    identity: { kind: 'step' as const, workflowId: 'onboard:s', runId: 'r', step: 'submit', passage: 0 },
    occurredAt: '2026-03-01T10:00:00.000Z',
    actor: 'worker:control' as const,
    body: { sourceId: 's', contract: { id: 'c-1', description } } as never,
  });

  it('is refused with its size and what to do, and nothing is appended', async () => {
    const append = appendEvent(superuser(), describedIn('x'.repeat(65_535)));
    await expect(append).rejects.toMatchObject({
      code: 'ContractInvalid',
      message: expect.stringMatching(/^The contract c-1 of s takes 65\d{3} bytes in the log.*shorten/),
      details: { type: 'contractSubmitted', limit: 65_535 },
    });
    expect((await verify()).events).toBe(5);
  });
});
