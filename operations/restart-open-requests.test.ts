import { WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import type { Access } from './access.js';
import { restartOpenRequests } from './restart-open-requests.js';

const OPEN = { workflowId: 'release:t:1', type: 'releaseRequested', body: { requester: { ref: 'r' } } };

/** One open request, and a Temporal that answers so how it stands. */
function standing(describe: () => Promise<unknown>) {
  const started: string[] = [];
  const workflow = {
    getHandle: () => ({ describe }),
    start: async (type: string) => void started.push(type),
    execute: async (type: string) => void started.push(type),
  };
  const catalog = { query: async () => ({ rows: [OPEN] }) };
  return { started, access: { client: { workflow }, catalog } as unknown as Access };
}

describe('an open request', () => {
  it('is not forgotten where Temporal does not answer: that is said, and nothing is started', async () => {
    const { started, access } = standing(() => Promise.reject(new Error('deadline exceeded')));
    expect(await restartOpenRequests(access)).toEqual([
      { workflowId: OPEN.workflowId, outcome: 'failed', code: 'TemporalUnavailable' },
    ]);
    expect(started).toEqual([]);
  });

  it('that runs is left alone', async () => {
    const { started, access } = standing(async () => ({ status: { name: 'RUNNING' } }));
    expect(await restartOpenRequests(access)).toEqual([]);
    expect(started).toEqual([]);
  });

  it.each([
    [
      'Temporal has it not',
      () => Promise.reject(new WorkflowNotFoundError('no', OPEN.workflowId, undefined)),
    ],
    ['it failed there', async () => ({ status: { name: 'FAILED' } })],
  ])('is started again where %s, if who asked for it is known', async (_what, describe) => {
    const { access } = standing(describe);
    expect(await restartOpenRequests(access)).toEqual([
      { workflowId: OPEN.workflowId, outcome: 'asker-forgotten' },
    ]);
  });
});
