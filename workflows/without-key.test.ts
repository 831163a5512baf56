import { randomBytes, randomUUID } from 'node:crypto';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TASK_QUEUES, WORKER_ROLES } from '../domain/names.js';
import { dataConverter } from '../infra/temporal/data-converter.js';
import * as workflows from './index.js';
import * as messages from './messages.js';
import { recordingActivities } from './testing/recording-activities.js';
import { allow, INGEST, RELEASE, REVIEWING, RUN, request } from './testing/requests.js';
import { eventually, shown, workflowServerForTests } from './testing/workflow-server.js';

/** All that a client without the payload key can put into a message: nothing, plain text, and the constant of the server. */
const FORMS: readonly (readonly unknown[])[] = [[], ['plain'], ['ACTIVITY_ID_NOT_STARTED']];
/** What the worker can read of them: a plain payload fails the task of whatever it is sent to, again and again. */
const READABLE = FORMS.filter(([first]) => first !== 'plain');

const server = workflowServerForTests({ dataConverter: dataConverter(randomBytes(32)) });
let connection: Connection;
let raw: Client;
beforeAll(async () => {
  connection = await Connection.connect({ address: server.address });
  raw = new Client({ connection });
});
afterAll(() => connection?.close());

const onReview = () =>
  recordingActivities(
    ({ gate }) => (gate === 'G5' ? allow : { ...allow, outcome: 'REVIEW', codes: ['L01'] }),
    {
      control: { destructionDue: async () => ({ state: 'waits', left: 60_000 }) },
    },
  );
const submission = {
  request,
  requestNumber: 1,
  decideBefore: '2099-01-01T00:00:00.000Z',
  subject: { kind: 'contract', contract: { sourceId: 's' } },
};
const lifting = { requestId: 'resume:s:2', requestNumber: 2, lifts: 'suspension', sourceId: 's' };
/** Longer than any test takes. */
const PATIENCE = { sendWithin: 3_600_000, decideWithin: 3_600_000, remindAfter: 3_600_000 };
/** Workflows that wait, so that every message has one that would hear it. */
const WAITING: Readonly<Record<string, unknown>> = {
  onboardSource: { submission, ...PATIENCE },
  ingestDelivery: { ...INGEST, ...PATIENCE },
  runTheme: { ...RUN, reviewing: { ...REVIEWING, ...PATIENCE } },
  releaseResult: { ...RELEASE, ...PATIENCE },
  liftMeasure: { order: { ...lifting, by: request.submitter, reason: 'settled' }, ...PATIENCE },
  destroyQuarantined: { subject: { kind: 'delivery', id: 'd1' } },
};

/** Names of all events of a history that tell of a step, or of an end with an answer. */
async function doneIn(handle: WorkflowHandle): Promise<string[]> {
  const told = [
    'markerRecorded',
    'activityTaskScheduled',
    'startChildWorkflowExecutionInitiated',
    'signalExternalWorkflowExecutionInitiated',
    'workflowExecutionUpdateCompleted',
    'workflowExecutionCompleted',
  ];
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap((event) => {
    const kind = told.find((name) => event[`${name}EventAttributes` as keyof typeof event]);
    return kind === undefined ? [] : [kind];
  });
}

/** Failed, or its first task failed: then the worker has looked at it. */
async function isRefused(handle: WorkflowHandle): Promise<boolean> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).some(
    (event) => event.workflowTaskFailedEventAttributes ?? event.workflowExecutionFailedEventAttributes,
  );
}

const answerTo = (update: Promise<unknown>) =>
  update.then(
    () => 'answered',
    () => 'refused',
  );
/** Whoever has the key is told which messages a workflow handles. */
async function heardBy(handle: WorkflowHandle): Promise<string[]> {
  const told = await handle.query<Told, [string]>('__temporal_workflow_metadata', 'encrypted');
  const { signalDefinitions = [], updateDefinitions = [] } = told.definition;
  return [...signalDefinitions, ...updateDefinitions].map(({ name }) => name);
}
type Named = readonly { readonly name: string }[];
interface Told {
  readonly definition: { readonly signalDefinitions?: Named; readonly updateDefinitions?: Named };
}
const heard = new Set<string>();

/**
 * A workflow of nobody's code: its one task is taken and answered here, with an order of each step. Temporal gives a step to
 * whoever serves its queue, whichever workflow ordered it. Answers how each step ended.
 */
async function orderedSteps(
  queue: string,
  steps: readonly string[],
  args: readonly unknown[],
): Promise<string[]> {
  const own = `own-${randomUUID()}`;
  const handle = await raw.workflow.start('nothing', { taskQueue: own, workflowId: own });
  const { workflowService } = connection;
  const poll = () =>
    workflowService.pollWorkflowTaskQueue({ namespace: 'default', taskQueue: { name: own } });
  const task = await connection.withDeadline(Date.now() + 20_000, poll);
  const minute = proto.google.protobuf.Duration.fromObject({ seconds: 60 });
  await workflowService.respondWorkflowTaskCompleted({
    namespace: 'default',
    taskToken: task.taskToken,
    commands: steps.map((name) => ({
      commandType: proto.temporal.api.enums.v1.CommandType.COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK,
      scheduleActivityTaskCommandAttributes: {
        activityId: name,
        activityType: { name },
        taskQueue: { name: queue },
        input: { payloads: args.map((arg) => defaultPayloadConverter.toPayload(arg)) },
        scheduleToCloseTimeout: minute,
        retryPolicy: { maximumAttempts: 1 },
      },
    })),
  });
  const ends = async () => {
    const { events } = await handle.fetchHistory();
    return (events ?? []).flatMap((event) => {
      if (event.activityTaskCompletedEventAttributes) return ['done'];
      if (event.activityTaskFailedEventAttributes) return ['failed'];
      return event.activityTaskTimedOutEventAttributes ? ['timed out'] : [];
    });
  };
  await eventually(async () => (await ends()).length === steps.length);
  await handle.terminate();
  return await ends();
}

describe('a client without the payload key', () => {
  it.each(Object.keys(workflows))('starts nothing: %s', async (workflow) => {
    const steps = onReview();
    await server.serving(steps, async () => {
      for (const args of FORMS) {
        const workflowId = randomUUID();
        const start = { taskQueue: TASK_QUEUES.control, workflowId, workflowTaskTimeout: '2 s' } as const;
        const handle = await raw.workflow.start(workflow, { ...start, args: [...args] });
        await eventually(() => isRefused(handle));
        expect([args, await doneIn(handle)]).toEqual([args, []]);
        await handle.terminate().catch(() => undefined);
      }
    });
    expect(steps.log).toEqual([]);
  });

  it.each(Object.keys(WAITING))('changes nothing by any message to what waits: %s', async (workflow) => {
    const steps = onReview();
    await server.serving(steps, async () => {
      const handle = await server.start(workflow, WAITING[workflow]);
      await eventually(async () => {
        const events = (await handle.fetchHistory()).events ?? [];
        const last = events.at(-1);
        const isBusy = last?.workflowTaskScheduledEventAttributes ?? last?.workflowTaskStartedEventAttributes;
        return !isBusy && events.some(({ timerStartedEventAttributes: timer }) => timer);
      });
      for (const name of await heardBy(handle)) heard.add(name);
      const plain = raw.workflow.getHandle(handle.workflowId);
      const before = [await shown(handle), (await doneIn(handle)).length, steps.log.length];
      for (const message of Object.values(messages)) {
        for (const args of READABLE) {
          if (message.type === 'signal') await plain.signal(message.name, ...args);
          else {
            const answer = answerTo(plain.executeUpdate(message.name, { args: [...args] as [unknown] }));
            expect([message.name, args, await answer]).toEqual([message.name, args, 'refused']);
          }
        }
      }
      await expect(plain.query('__stack_trace')).rejects.toThrow();
      expect([await shown(handle), (await doneIn(handle)).length, steps.log.length]).toEqual(before);
      expect((await handle.describe()).status.name).toBe('RUNNING');
      await handle.terminate();
    });
  });

  it('tried every message on a workflow that hears it', () => {
    expect([...heard].sort()).toEqual(
      Object.values(messages)
        .map(({ name }) => name)
        .sort(),
    );
  });

  it.each(WORKER_ROLES)('has no step done by a queue that it serves itself: %s', async (role) => {
    const steps = onReview();
    await server.serving(steps, async () => {
      const names = Object.keys(steps[role]);
      for (const args of FORMS) {
        const kinds = await orderedSteps(TASK_QUEUES[role], names, args);
        expect([args, kinds]).toEqual([args, names.map(() => 'failed')]);
      }
    });
    expect(steps.log).toEqual([]);
  });
});
