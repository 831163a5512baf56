import { type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { sha256Text } from '../domain/digest.js';
import type { Access } from './access.js';
import { decideAgain } from './decide-again.js';

const DECISIONS = ['one', 'two'].map((key) => ({
  requestId: 'd1:G3',
  kind: 'review',
  key,
  choice: 'approve',
  decidedBy: sha256Text(key),
  as: 'steward',
  organisation: 'o',
  reason: 'read',
  subjectHash: 'h',
}));

/** A log with two decisions by people whose names are known, all but those of the keys given. */
function logWithout(...forgotten: readonly string[]): Access {
  const known = DECISIONS.filter(({ key }) => !forgotten.includes(key));
  const names = Object.fromEntries(known.map(({ key, decidedBy }) => [decidedBy, `name of ${key}`]));
  const workflow = { execute: async () => names };
  const catalog = { query: async () => ({ rows: DECISIONS }) };
  return { client: { workflow }, catalog } as unknown as Access;
}

/** A workflow in that status whose review is in that stage, and that takes decisions of these keys. */
function workflowThat({ status = 'RUNNING', stage = 'awaitingDecision', takes = ['one', 'two'] }) {
  const given: string[] = [];
  const handle = {
    workflowId: 'deliver:s:1',
    describe: async () => ({
      status: { name: status },
      memo: { review: { request: { requestId: 'd1:G3' }, stage } },
    }),
    executeUpdate: async (_update: unknown, { updateId }: { updateId: string }) => {
      if (!takes.includes(updateId)) throw new WorkflowUpdateFailedError('refused', undefined);
      given.push(updateId);
    },
  };
  return { given, handle: handle as unknown as WorkflowHandle };
}

describe('the decisions of a request that was started again', () => {
  it('stand again where each is accepted, under its own key', async () => {
    const { given, handle } = workflowThat({});
    expect(await decideAgain(logWithout(), handle)).toBe(true);
    expect(given).toEqual(['one', 'two']);
  });

  it.each([
    ['one is refused', logWithout(), { takes: ['one'] }],
    ['who took one is forgotten', logWithout('two'), {}],
    ['the workflow fails before it asks', logWithout(), { status: 'FAILED', stage: 'refused' }],
  ])('do not where %s, and that is said', async (_what, access, workflow) => {
    expect(await decideAgain(access, workflowThat(workflow).handle)).toBe(false);
  });

  it('are needed no more where the workflow has come to its end', async () => {
    const { given, handle } = workflowThat({ status: 'COMPLETED', stage: 'refused' });
    expect(await decideAgain(logWithout(), handle)).toBe(true);
    expect(given).toEqual([]);
  });
});
