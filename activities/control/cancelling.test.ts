import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunRequested } from '../../catalog/event-bodies.js';
import { asking, digest } from '../../catalog/testing/life-parts.js';
import { ROLES, type Role } from '../../domain/names.js';
import type { Actor } from '../../domain/people.js';
import type { CancelOrder } from '../contract.js';
import { makeAnalyseTheme } from '../data/analyse-theme.js';
import type { DataDeps } from '../data/deps.js';
import { controlDeps, dataDeps, recordMade } from '../testing/data-stage.js';
import { offencesShelf } from '../testing/offences-theme.js';
import { runOver } from '../testing/release-stage.js';
import { stageForTests } from '../testing/stage.js';
import { submitSource } from '../testing/vault-stage.js';
import { makeRecordCancellation, makeStandingRun } from './cancelling.js';
import { makeRequestReview } from './request-review.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const fresh = (): DataDeps => dataDeps(stage(), { themes: offencesShelf() });
const someone = (...roles: Role[]): Actor => ({
  account: 'a',
  person: 'one person',
  roles,
  organisation: '00000001002564440000',
});
const cancel = (
  runId: string,
  more: Partial<CancelOrder> = {},
  workflowId = `cancel:${runId}:${randomUUID()}`,
) =>
  stage()
    .environment(workflowId)
    .run(makeRecordCancellation(controlDeps(stage())), {
      runId,
      by: someone('auditor'),
      reason: 'wrong parameters',
      ...more,
    });
const standing = (runId: string) => stage().run(makeStandingRun(controlDeps(stage())), runId);
const reviewOf = ({ runId }: RunRequested) => ({
  ...asking(`${runId}:G4`, digest('7'), ['steward', 'privacy-officer']),
  requestNumber: 1,
  gate: 'G4' as const,
  subject: { kind: 'run', id: runId } as const,
  sourceId: null,
  codes: ['K01'],
});
const askPeople = (run: RunRequested) => stage().run(makeRequestReview(controlDeps(stage())), reviewOf(run));
const rowsOf = async (sql: string, ...values: unknown[]) =>
  (await stage().pool('sluis_control').query(sql, values)).rows;
const eventsAbout = (runId: string) =>
  rowsOf(
    `SELECT actor, body FROM catalog.event WHERE type = 'runCancelled' AND body->>'runId' = $1 ORDER BY seq`,
    runId,
  );

describe('a cancellation', () => {
  it('is one event: who by a reference, in which role, why; the run and its open review end with it', async () => {
    const run = await runOver(stage(), fresh());
    expect(await askPeople(run)).toMatchObject({ state: 'open' });
    expect(await standing(run.runId)).toEqual({ state: 'requested' });
    expect(await cancel(run.runId)).toEqual({ already: false });
    const events = await eventsAbout(run.runId);
    const ref = expect.stringMatching(/^[0-9a-f]{64}$/);
    const by = { ref, as: 'auditor', organisation: '00000001002564440000' };
    expect(events).toEqual([
      {
        actor: `person:${events[0]?.body.by.ref}`,
        body: { runId: run.runId, review: `${run.runId}:G4`, by, reason: 'wrong parameters' },
      },
    ]);
    expect(await standing(run.runId)).toEqual({ state: 'cancelled' });
    const sql = 'SELECT state, closed_at IS NOT NULL AS closed FROM catalog.request WHERE request_id = $1';
    expect(await rowsOf(sql, `${run.runId}:G4`)).toEqual([{ state: 'refused', closed: true }]);
  });

  it('is recorded once, by whom it was first, whoever comes again and however often an attempt is killed', async () => {
    const { runId } = await runOver(stage(), fresh());
    const workflowId = `cancel:${runId}:1`;
    expect(await cancel(runId, {}, workflowId)).toEqual({ already: false });
    expect(await cancel(runId, {}, workflowId)).toEqual({ already: false });
    expect(await cancel(runId, { by: someone('steward'), reason: 'me too' })).toEqual({ already: true });
    const events = await eventsAbout(runId);
    expect(events.map(({ body }) => [body.by.as, body.reason])).toEqual([['auditor', 'wrong parameters']]);
  });

  it('lets neither a result nor a review nor a refusal of that run into the log', async () => {
    const deps = fresh();
    const run = await runOver(stage(), deps);
    const { runId } = run;
    const { version } = await stage().run(makeAnalyseTheme(deps), run);
    await cancel(runId);
    const late = [
      recordMade(stage(), { type: 'analysed', version, id: runId, zone: 'result' }),
      askPeople(run),
      stage().append('runRefused', { runId, gate: 'G4', codes: ['P01'] }),
    ];
    for (const one of await Promise.allSettled(late))
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'CatalogConflict' } });
    expect(await rowsOf('SELECT 1 FROM catalog.dataset_version WHERE version = $1', version)).toEqual([]);
    expect(await standing(runId)).toEqual({ state: 'cancelled' });
  });

  it('and a result that come at once have one end, the first', async () => {
    const deps = fresh();
    const run = await runOver(stage(), deps);
    const { version } = await stage().run(makeAnalyseTheme(deps), run);
    const made = { type: 'analysed', version, id: run.runId, zone: 'result' } as const;
    const both = await Promise.allSettled([cancel(run.runId), recordMade(stage(), made)]);
    const { state } = await standing(run.runId);
    expect(both.map(({ status }) => status)).toEqual(
      state === 'cancelled' ? ['fulfilled', 'rejected'] : ['rejected', 'fulfilled'],
    );
  });

  it('is refused of a run that has ended, with what to do next, and of one that is not there', async () => {
    const deps = fresh();
    const refused = await runOver(stage(), deps);
    await stage().append('runRefused', { runId: refused.runId, gate: 'G4', codes: ['P01'] });
    const done = await runOver(stage(), deps);
    const { version } = await stage().run(makeAnalyseTheme(deps), done);
    await recordMade(stage(), { type: 'analysed', version, id: done.runId, zone: 'result' });
    for (const { runId } of [refused, done])
      await expect(cancel(runId)).rejects.toMatchObject({
        code: 'RequestClosed',
        message: expect.stringContaining(`see: sluis runs show ${runId}`),
      });
    const unknown = { code: 'RunUnknown', message: expect.stringContaining('see: sluis runs') };
    await expect(cancel('run-of-nobody')).rejects.toMatchObject(unknown);
    // What a worker makes of a delivery is a run of the catalog too, and nobody's to cancel.
    const [curate] = await rowsOf(`SELECT run_id AS id FROM catalog.run WHERE kind = 'curate' LIMIT 1`);
    await expect(cancel(curate?.id)).rejects.toMatchObject(unknown);
  });
});

describe('who cancels', () => {
  it.each(ROLES)('may be anyone with a role: %s', async (role) => {
    const { runId } = await runOver(stage(), fresh());
    expect(await cancel(runId, { by: someone(role) })).toEqual({ already: false });
  });

  it('is nobody without a role, gives a reason, and comes in no other name than that of the run', async () => {
    const { runId } = await runOver(stage(), fresh());
    await expect(cancel(runId, { by: someone() })).rejects.toMatchObject({ code: 'RoleMissing' });
    await expect(cancel(runId, { by: someone('emperor' as Role) })).rejects.toMatchObject({
      code: 'RoleMissing',
    });
    await expect(cancel(runId, { reason: '  ' })).rejects.toMatchObject({ code: 'UsageInvalid' });
    for (const id of [`cancel:other:1`, 'run:theme:99', runId])
      await expect(cancel(runId, {}, id)).rejects.toMatchObject({ code: 'UsageInvalid' });
    expect(await eventsAbout(runId)).toEqual([]);
    expect(await standing(runId)).toEqual({ state: 'requested' });
  });
});
