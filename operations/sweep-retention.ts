import { ScheduleAlreadyRunning } from '@temporalio/client';
import { SCHEDULES, TASK_QUEUES, WORKFLOWS } from '../domain/names.js';
import type { Access } from './access.js';
import { fromTemporal } from './failure.js';

/** Has everything that is past its retention erased, now and once a day from now on. Again is harmless. */
export async function sweepRetentionDaily({ client }: Access): Promise<void> {
  const scheduleId = SCHEDULES.retention;
  const action = {
    type: 'startWorkflow',
    workflowType: WORKFLOWS.sweepRetention,
    workflowId: scheduleId,
    taskQueue: TASK_QUEUES.control,
    args: [scheduleId],
  } as const;
  try {
    await client.schedule.create({
      scheduleId,
      spec: { intervals: [{ every: '1 day' }] },
      action,
      // Of the days that nothing ran none is made up for: the next start sweeps once.
      policies: { overlap: 'SKIP', catchupWindow: '1 minute' },
      state: { triggerImmediately: true },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw fromTemporal(error);
    const standing = client.schedule.getHandle(scheduleId);
    try {
      // One of an older version, or that somebody else changed, does what this version means.
      await standing.update((known) => ({ ...known, action }));
      await standing.trigger();
    } catch (failure) {
      throw fromTemporal(failure);
    }
  }
}
