import { demoAccount } from '../operations/demo-accounts.js';
import { fromTemporal } from '../operations/failure.js';
import type { Stack } from './stack.js';

/** How long a forged request waits for people. */
export const PATIENCE = { decideWithin: 20_000, remindAfter: 20_000 };

/** Starts a workflow as whoever reaches Temporal can, past the operations and what they ask. */
export function startForged({ access }: Stack, workflow: string, workflowId: string, args: unknown) {
  return access.client.workflow.start(workflow, { taskQueue: 'sluis-control', workflowId, args: [args] });
}

/** Asks for the release of the first run of instroom-drugs, decided on by whom the client likes. */
export async function forgeRelease(
  stack: Stack,
  releaseId: string,
  deciders = ['analyst'],
  more: object = {},
) {
  const analyst = demoAccount('analyst', 'demo');
  const { rows } = await stack.superuser.query<{ runId: string; version: string }>(
    `SELECT run_id AS "runId", output_version AS version FROM catalog.run
     WHERE theme = 'instroom-drugs' AND state = 'done' ORDER BY started_at LIMIT 1`,
  );
  const { runId = '', version = '' } = rows[0] ?? {};
  const body = {
    requestId: releaseId,
    requestNumber: 900,
    subjectHash: version,
    deciders,
    decideBefore: '2099-01-01T00:00:00.000Z',
    releaseId,
    runId,
    theme: 'instroom-drugs',
    resultVersion: version,
    requester: { ref: analyst.person, as: 'analyst', organisation: analyst.organisation },
    ...more,
  };
  return await startForged(stack, 'releaseResult', releaseId, { body, ...PATIENCE });
}

/** The code of what a forged workflow ended with; null where it did not fail. */
export async function refusalOf(handle: { result: () => Promise<unknown> }): Promise<string | null> {
  return await handle.result().then(
    () => null,
    (error: unknown) => fromTemporal(error).code,
  );
}
