import { describe, expect, it } from 'vitest';
import type { Actor } from '../domain/people.js';
import type { Contract } from '../policy/contract.js';
import { kwb } from '../policy/testing/asked.js';
import type { Access } from './access.js';
import { requestLifting } from './measures.js';
import { requestRelease } from './release.js';
import { reviewingOf } from './reviewing.js';
import { submit } from './submit.js';

const DAY = 24 * 3_600_000;
const CONTRACT = { ...kwb, sourceId: 's' };
const LONG = 4000 * DAY;
const by: Actor = { account: 'a', person: 'a', roles: ['steward', 'analyst'], organisation: '0' };

/** An access whose Temporal keeps what it was asked to start; the catalog answers one finished run to every question. */
function keeping() {
  const started: { readonly args: readonly [Record<string, unknown>] }[] = [];
  const rows = [{ theme: 't', state: 'done', resultVersion: 'v', contract: CONTRACT, number: 1, next: 1 }];
  const access = {
    catalog: { query: async () => ({ rows }) },
    client: {
      workflow: {
        start: async (_: string, options: (typeof started)[number]) => {
          started.push(options);
          return { result: async () => ({}) };
        },
      },
    },
  } as unknown as Access;
  return { access, given: () => started[0]?.args[0] ?? {} };
}

describe('people decide within a quarter of a year, whatever the asker wants', () => {
  it('on a submission', async () => {
    const { access, given } = keeping();
    const subject = { kind: 'contract', contract: CONTRACT as unknown as Contract } as const;
    await submit(access, { subject, hash: 'a'.repeat(64), submitter: by, decideWithin: LONG });
    const { decideWithin, submission } = given() as {
      decideWithin: number;
      submission: { decideBefore: string };
    };
    expect(decideWithin).toBe(90 * DAY);
    expect(Date.parse(submission.decideBefore) - Date.now()).toBeLessThanOrEqual(90 * DAY);
  });

  it('on a lifting', async () => {
    const { access, given } = keeping();
    const lifting = { measure: 'suspension', sourceId: 's', by, reason: 'settled' } as const;
    await requestLifting(access, { ...lifting, decideWithin: LONG });
    expect(given().decideWithin).toBe(90 * DAY);
  });

  it('on a review, and on the release that it belongs to', async () => {
    const asked = { asker: by, subjectHash: 'a', requestNumber: 1 };
    expect(reviewingOf({ ...asked, decideWithin: LONG }).decideWithin).toBe(90 * DAY);
    expect(reviewingOf({ ...asked, decideWithin: 3 * DAY }).decideWithin).toBe(3 * DAY);
    const { access, given } = keeping();
    await requestRelease(access, { runId: 'r', requester: by, decideWithin: LONG });
    expect(given()).toMatchObject({ decideWithin: 90 * DAY, reviewing: { decideWithin: 90 * DAY } });
  });
});
