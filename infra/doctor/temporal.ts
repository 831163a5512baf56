import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { TASK_QUEUES, WORKFLOWS } from '../../domain/names.js';
import { openAccess } from '../access.js';
import type { Endpoints } from '../config.js';
import type { Home } from '../home.js';
import { missingSearchAttributes } from '../servers/temporal.js';
import { clockFinding } from './clock.js';
import { broken, type Finding, ok } from './finding.js';

/** Version, namespace and search attributes of Temporal. */
export async function temporalFindings({ temporal }: Endpoints): Promise<readonly Finding[]> {
  const connection = await Connection.connect({ address: temporal.address, connectTimeout: 15_000 });
  try {
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    const missing = await missingSearchAttributes(temporal);
    return [
      ok('servers', 'temporal', `Temporal ${serverVersion}`),
      missing.length === 0
        ? ok('servers', 'search attributes', 'all are there')
        : broken(
            'servers',
            'search attributes',
            `missing: ${missing.join(', ')}`,
            'See docs/operations/own-servers.md.',
          ),
    ];
  } finally {
    await connection.close();
  }
}

/** Temporal tells its clock by the start of a workflow: one that reads the names of nobody. */
export async function temporalClock(home: Home): Promise<Finding> {
  const access = await openAccess(home);
  try {
    const asked = Date.now();
    const handle = await access.client.workflow.start(WORKFLOWS.readStaffNames, {
      taskQueue: TASK_QUEUES.control,
      workflowId: `doctor:${randomUUID()}`,
      workflowExecutionTimeout: '30 s',
      args: [[]],
    });
    const { startTime } = await handle.describe();
    return clockFinding('temporal', startTime, asked);
  } finally {
    await access.close();
  }
}
