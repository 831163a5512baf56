import { CancelledFailure } from '@temporalio/common';
import { CancellationScope, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { ControlActivities, DataActivities, VaultActivities } from '../activities/contract.js';
import { TASK_QUEUES } from '../domain/names.js';

/** Short steps on the catalog. They may take long only where PostgreSQL is away, so they go on for a quarter of an hour. */
const onCatalog = proxyLocalActivities<ControlActivities>({
  startToCloseTimeout: '10 s',
  scheduleToCloseTimeout: '15 min',
  retry: { initialInterval: '200 ms', maximumInterval: '10 s' },
});

/** What is on its way into the log is never cut short: nobody would know whether it got there. Work that was stopped begins none. */
export const control = new Proxy(onCatalog, {
  get: (steps, name: keyof ControlActivities & string) => {
    const step = steps[name] as (...given: unknown[]) => Promise<unknown>;
    return async (...given: unknown[]) => {
      if (CancellationScope.current().consideredCancelled)
        throw new CancelledFailure(`${name} belongs to work that was stopped`);
      return await CancellationScope.nonCancellable(() => step(...given));
    };
  },
});

/** Bounded by total time and not by attempts: a worker that is away for an hour is no reason to lose a delivery. */
const LONG = {
  startToCloseTimeout: '2 h',
  scheduleToCloseTimeout: '12 h',
  heartbeatTimeout: '10 s',
  // Where a source is stopped, what its step leaves is taken back: not before the step has really ended.
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  retry: { initialInterval: '500 ms', maximumInterval: '30 s' },
} as const;

export const vault = proxyActivities<VaultActivities>({ ...LONG, taskQueue: TASK_QUEUES.vault });
export const data = proxyActivities<DataActivities>({ ...LONG, taskQueue: TASK_QUEUES.data });
