import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { asking, digest } from '../../catalog/testing/life-parts.js';
import type { PlainEvent } from '../contract.js';
import { controlDeps } from '../testing/data-stage.js';
import { stageForTests } from '../testing/stage.js';
import { openDelivery, SOURCE, submitSource, vaultDeps } from '../testing/vault-stage.js';
import { makeAskGate } from './ask-gate.js';
import { makeRecord } from './onboarding.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

/** Two attempts of one step: the first was killed after its commit, so that Temporal knows nothing of it. */
const ATTEMPTS = ['2026-03-01T10:00:00.000Z', '2026-03-01T10:00:07.000Z'] as const;

const record = (workflowId: string, event: PlainEvent, now: string = ATTEMPTS[0]) => {
  const step = makeRecord(controlDeps(stage(), { now: () => now }));
  return stage()
    .environment(workflowId)
    .run(async () => await step(event));
};

async function eventsOf(workflowId: string) {
  const { rows } = await stage()
    .pool('sluis_control')
    .query<{ type: string; body: Record<string, unknown>; occurredAt: Date }>(
      'SELECT type, body, occurred_at AS "occurredAt" FROM catalog.event WHERE workflow_id = $1 ORDER BY seq',
      [workflowId],
    );
  return rows;
}

const review = (
  deliveryId: string,
  decideBefore: string,
  codes: readonly string[] = ['K01'],
): PlainEvent => ({
  type: 'reviewRequested',
  step: 'review:G3',
  passage: 0,
  body: {
    ...asking(`review:${deliveryId}:1`, digest('1'), ['steward']),
    decideBefore,
    gate: 'G3',
    subject: { kind: 'delivery', id: deliveryId },
    sourceId: SOURCE.id,
    codes,
  },
});

describe('a step of control that runs again after its commit', () => {
  it('leaves one verdict, the first, whatever the clock says now', async () => {
    const workflowId = randomUUID();
    const ask = (now: string) => {
      const step = makeAskGate(controlDeps(stage(), { now: () => now }));
      const subject = { kind: 'request', id: 'onboard:1' } as const;
      const question = { gate: 'G0', passage: 0, subject, contractHash: SOURCE.hash } as const;
      return stage()
        .environment(workflowId)
        .run(async () => await step(question));
    };
    const first = await ask(ATTEMPTS[0]);
    expect(await ask('2101-01-01T00:00:00.000Z')).toEqual(first);
    const events = await eventsOf(workflowId);
    expect(events.map(({ occurredAt }) => occurredAt.toISOString())).toEqual([ATTEMPTS[0]]);
  });

  it('leaves one event, with the date of the first attempt, where its body names a date', async () => {
    const workflowId = randomUUID();
    const { deliveryId } = await openDelivery(stage(), vaultDeps(stage()));
    await record(workflowId, review(deliveryId, '2026-03-31T10:00:00.000Z'), ATTEMPTS[0]);
    await record(workflowId, review(deliveryId, '2026-03-31T10:00:07.000Z'), ATTEMPTS[1]);
    const events = await eventsOf(workflowId);
    expect(events.map(({ body }) => body.decideBefore)).toEqual(['2026-03-31T10:00:00.000Z']);
  });

  it('is a conflict where it says something else', async () => {
    const workflowId = randomUUID();
    const { deliveryId } = await openDelivery(stage(), vaultDeps(stage()));
    await record(workflowId, review(deliveryId, '2026-03-31T10:00:00.000Z'));
    const other = review(deliveryId, '2026-03-31T10:00:00.000Z', ['K02']);
    await expect(record(workflowId, other)).rejects.toMatchObject({ code: 'CatalogConflict' });
    expect(await eventsOf(workflowId)).toHaveLength(1);
  });

  it('is another event in another run', async () => {
    const reminder: PlainEvent = {
      type: 'reminderDue',
      step: 'remind',
      passage: 0,
      body: { requestId: 'onboard:1', waitingFor: ['steward'] },
    };
    const runs = [randomUUID(), randomUUID()];
    for (const workflowId of runs) await record(workflowId, reminder);
    for (const workflowId of runs) expect(await eventsOf(workflowId)).toHaveLength(1);
  });

  it('is refused where it cannot happen any more', async () => {
    const { deliveryId } = await openDelivery(stage(), vaultDeps(stage()));
    const body = { deliveryId, cause: 'timed-out' };
    const aborted: PlainEvent = { type: 'deliveryAborted', step: 'abort', passage: 0, body };
    const [first, second] = [randomUUID(), randomUUID()];
    await record(first, aborted);
    await expect(record(second, aborted)).rejects.toMatchObject({ code: 'CatalogConflict' });
    expect(await eventsOf(second)).toEqual([]);
  });
});

describe('a gate', () => {
  it('denies what the catalog does not know', async () => {
    const step = makeAskGate(controlDeps(stage()));
    const question = { gate: 'G1', passage: 0, subject: { kind: 'delivery', id: 'nobody-knows' } } as const;
    const answer = await stage().run(step, question);
    expect(answer.outcome).toBe('DENY');
    expect(answer.codes.length).toBeGreaterThan(0);
  });
});
