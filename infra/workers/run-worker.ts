import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { activityInterceptors } from '../../activities/interceptors.js';
import { TASK_QUEUES, type WorkerRole } from '../../domain/names.js';
import { type IdentityConfig, readConfig } from '../config.js';
import { homeAt, workerFolder } from '../home.js';
import { becomeWorker, type ReadyFacts, reportReady } from '../processes.js';
import { boundOwnLog } from '../telemetry/bounded-log.js';
import { createLogger, toDescriptor } from '../telemetry/logger.js';
import { workerMetrics } from '../telemetry/metrics.js';
import { telemetryHandler } from '../telemetry/telemetry-handler.js';
import { temporalLogger } from '../telemetry/temporal-logger.js';
import { dataConverter } from '../temporal/data-converter.js';
import { loopbackServer } from './loopback-server.js';
import { workflowBundle } from './workflow-bundle.js';

export interface WorkerParts {
  readonly activities: object;
  /** What the set-up may know of it: addresses, no secret. */
  readonly facts?: ReadyFacts;
  /** Removes what ended work left; done once while it serves, and again at its next start where that failed. */
  readonly tidy?: () => Promise<void>;
  /** After the worker has drained: closes what the activities used. */
  readonly close: () => Promise<void>;
}

/** The set-up makes it the log of this process. */
const STDOUT = 1;

export type WorkerConfig = IdentityConfig & { readonly demo: boolean };

/** One worker from its own credentials to its end: connect, give root up, serve, drain, close. */
export async function runWorker(
  role: WorkerRole,
  make: (config: WorkerConfig) => Promise<WorkerParts>,
): Promise<void> {
  const logger = createLogger({ role }, toDescriptor(STDOUT));
  Runtime.install({ logger: temporalLogger(logger), shutdownSignals: ['SIGTERM', 'SIGINT'] });
  const home = homeAt();
  const metrics = workerMetrics(role);
  const config = { ...readConfig(home, role), demo: true };
  const connection = await NativeConnection.connect({ address: config.temporal.address });
  const parts = await make(config);
  const worker = await Worker.create({
    connection,
    namespace: config.temporal.namespace,
    taskQueue: TASK_QUEUES[role],
    activities: parts.activities,
    ...(role === 'control' ? { workflowBundle: await workflowBundle() } : {}),
    // The first is the outermost: it sees what Temporal will know.
    interceptors: { activity: [metrics.interceptors, activityInterceptors] },
    dataConverter: dataConverter(Buffer.from(config.payloadKey.base64, 'base64')),
    shutdownGraceTime: '30 s',
    stickyQueueScheduleToStartTimeout: '1 s',
    // Else it tells of a heartbeat every eight of the ten seconds: held up for three, it would lose its step.
    maxHeartbeatThrottleInterval: '2 s',
    maxConcurrentActivityTaskExecutions: 4,
    maxConcurrentLocalActivityExecutions: 8,
    maxConcurrentWorkflowTaskExecutions: 8,
    maxCachedWorkflows: 200,
  });
  const health = () => ({ role, state: worker.getState() });
  const telemetry = await loopbackServer(workerFolder(home, role), 'telemetry', () =>
    telemetryHandler(health, metrics.text),
  );
  becomeWorker(role);
  const bounding = boundOwnLog(logger, STDOUT);
  reportReady(home, role, { ...parts.facts, telemetryUrl: telemetry.url });
  logger.log('info', 'ready');
  const tidying = parts.tidy?.().catch(() => logger.log('warn', 'destruction delayed'));
  try {
    await worker.run();
  } finally {
    clearInterval(bounding);
    await telemetry.close();
    await tidying;
    await parts.close();
    logger.log('info', 'stopped');
    await connection.close();
  }
}
