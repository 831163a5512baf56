import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { activityInterceptors } from '../../activities/interceptors.js';
import { TASK_QUEUES, type WorkerRole } from '../../domain/names.js';
import { type IdentityConfig, readConfig } from '../config.js';
import { homeAt } from '../home.js';
import { becomeWorker, type ReadyFacts, reportReady } from '../processes.js';
import { dataConverter } from '../temporal/data-converter.js';
import { workflowBundle } from './workflow-bundle.js';

export interface WorkerParts {
  readonly activities: object;
  /** What the set-up may know of it: addresses, no secret. */
  readonly facts?: ReadyFacts;
  /** After the worker has drained: closes what the activities used. */
  readonly close: () => Promise<void>;
}

export type WorkerConfig = IdentityConfig & { readonly demo: boolean };

/** One worker from its own credentials to its end: connect, give root up, serve, drain, close. */
export async function runWorker(
  role: WorkerRole,
  make: (config: WorkerConfig) => Promise<WorkerParts>,
): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: ['SIGTERM', 'SIGINT'] });
  const home = homeAt();
  const config = { ...readConfig(home, role), demo: true };
  const connection = await NativeConnection.connect({ address: config.temporal.address });
  const parts = await make(config);
  const worker = await Worker.create({
    connection,
    namespace: config.temporal.namespace,
    taskQueue: TASK_QUEUES[role],
    activities: parts.activities,
    ...(role === 'control' ? { workflowBundle: await workflowBundle() } : {}),
    interceptors: { activity: [activityInterceptors] },
    dataConverter: dataConverter(Buffer.from(config.payloadKey.base64, 'base64')),
    shutdownGraceTime: '30 s',
    stickyQueueScheduleToStartTimeout: '1 s',
    maxConcurrentActivityTaskExecutions: 4,
    maxConcurrentLocalActivityExecutions: 8,
    maxConcurrentWorkflowTaskExecutions: 8,
    maxCachedWorkflows: 200,
  });
  becomeWorker(role);
  reportReady(home, role, parts.facts);
  try {
    await worker.run();
  } finally {
    await parts.close();
    await connection.close();
  }
}
