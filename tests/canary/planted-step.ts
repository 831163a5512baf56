import { encodeToPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { Stack } from '../stack.js';

const taskQueue = { name: 'planted-steps' };
const identity = 'planted';
/** EnumValue of the server's protocol: schedule an activity. */
const SCHEDULE_ACTIVITY = 1;

/** A step that has begun, tells this of itself through the codec of the payloads, and never ends. */
export async function plantStep({ access }: Stack, told: unknown): Promise<void> {
  const { workflow, workflowService: service, options } = access.client;
  const namespace = options.namespace;
  await workflow.start('planted', { taskQueue: taskQueue.name, workflowId: 'planted-step', args: [] });
  const asked = <T>(call: () => Promise<T>) => access.client.withDeadline(Date.now() + 30_000, call);
  const poll = { namespace, taskQueue, identity };
  const { taskToken } = await asked(() => service.pollWorkflowTaskQueue(poll));
  const hour = { seconds: 3600 as never };
  const step = {
    activityId: 'planted',
    activityType: { name: 'planted' },
    taskQueue,
    scheduleToCloseTimeout: hour,
    startToCloseTimeout: hour,
    heartbeatTimeout: hour,
  };
  const commands = [{ commandType: SCHEDULE_ACTIVITY, scheduleActivityTaskCommandAttributes: step }];
  await service.respondWorkflowTaskCompleted({ namespace, taskToken, identity, commands });
  const begun = await asked(() => service.pollActivityTaskQueue(poll));
  const payloads = await encodeToPayloads(options.loadedDataConverter, told);
  await service.recordActivityTaskHeartbeat({
    namespace,
    identity,
    taskToken: begun.taskToken,
    details: { payloads: payloads ?? [] },
  });
}
