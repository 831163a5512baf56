import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GateQuestion } from '../activities/contract.js';
import type { GateAnswer } from '../domain/ingest.js';
import { type Role, TASK_QUEUES } from '../domain/names.js';
import type { Decision } from '../domain/people.js';
import type { DecisionRequest } from '../domain/request.js';
import * as messages from './messages.js';
import { recordingActivities } from './testing/recording-activities.js';

const HASH = 'a'.repeat(64);
const allow: GateAnswer = { outcome: 'ALLOW', codes: [], verdictHash: HASH };
const person = (name: string, role: Role) => ({
  account: name,
  person: name,
  roles: [role],
  organisation: '00000001002564440000',
});
const request: DecisionRequest = {
  requestId: 'r1',
  subjectHash: HASH,
  deciders: ['steward', 'privacy-officer'],
  submitter: person('submitter', 'steward'),
  excludedPersons: [],
  excludedOrganisations: [],
};
const decision = (name: string, as: Role, more: Partial<Decision> = {}): Decision => ({
  key: `${name}-key`,
  choice: 'approve',
  actor: person(name, as),
  as,
  reason: 'in order',
  subjectHash: HASH,
  ...more,
});
const PATIENCE = { decideWithin: 30_000, remindAfter: 20_000 };

let server: TestWorkflowEnvironment;
let workflowBundle: WorkflowBundle;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const path = process.env.SLUIS_TEMPORAL;
  if (!path) throw new Error('SLUIS_TEMPORAL names no temporal binary; run these tests by: npm test');
  server = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'existing-path', path } },
  });
  workflowBundle = await bundleWorkflowCode({
    logger: new DefaultLogger('ERROR'),
    workflowsPath: fileURLToPath(new URL('./index.ts', import.meta.url)),
    workflowInterceptorModules: [fileURLToPath(new URL('./interceptors.ts', import.meta.url))],
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, extensionAlias: { '.js': ['.ts', '.js'] } },
    }),
  });
});
afterAll(async () => await server?.teardown());

/** Runs one workflow to its end with activities that answer at once and note the order of the steps. */
async function through(
  type: string,
  input: unknown,
  answers: (question: GateQuestion) => GateAnswer,
  meanwhile: (handle: WorkflowHandle) => Promise<void> = async () => {},
) {
  const { log, control, vault, data } = recordingActivities(answers);
  const common = { connection: server.nativeConnection, workflowBundle } as const;
  const workers = await Promise.all([
    Worker.create({ ...common, taskQueue: TASK_QUEUES.control, activities: { ...control } }),
    Worker.create({
      connection: server.nativeConnection,
      taskQueue: TASK_QUEUES.vault,
      activities: { ...vault },
    }),
    Worker.create({
      connection: server.nativeConnection,
      taskQueue: TASK_QUEUES.data,
      activities: { ...data },
    }),
  ]);
  const running = workers.map((worker) => worker.run());
  try {
    const start = { taskQueue: TASK_QUEUES.control, workflowId: randomUUID(), args: [input] };
    const handle = await server.client.workflow.start(type, start);
    await meanwhile(handle);
    const result = (await handle.result()) as Record<string, unknown>;
    return { log, result };
  } finally {
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
  }
}

async function until(handle: WorkflowHandle, stage: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const state = await handle.query(messages.requestState).catch(() => null);
    if (state?.stage === stage) return;
    if (Date.now() > deadline) throw new Error(`the request did not reach ${stage} within 10 s`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const failureOf = async (attempt: Promise<unknown>): Promise<string> => {
  const error: unknown = await attempt.then(
    () => 'accepted',
    (cause: unknown) => cause,
  );
  if (error instanceof WorkflowUpdateFailedError) return (error.cause as { type?: string }).type ?? 'untyped';
  return String(error);
};

describe('onboardSource', () => {
  const submission = {
    request,
    requestNumber: 1,
    decideBefore: '2099-01-01T00:00:00.000Z',
    subject: { kind: 'contract', contract: { sourceId: 's' } },
  };

  it('is approved by two persons, each decision recorded before it is answered', async () => {
    const { log, result } = await through(
      'onboardSource',
      { submission, ...PATIENCE },
      () => allow,
      async (handle) => {
        await until(handle, 'awaitingDecision');
        const first = decision('one', 'steward');
        await handle.executeUpdate(messages.decideOnboarding, { args: [first], updateId: first.key });
        const self = decision('submitter', 'privacy-officer');
        expect(await failureOf(handle.executeUpdate(messages.decideOnboarding, { args: [self] }))).toBe(
          'FourEyes',
        );
        const second = decision('two', 'privacy-officer');
        await handle.executeUpdate(messages.decideOnboarding, { args: [second], updateId: second.key });
      },
    );
    expect(result.stage).toBe('approved');
    expect(log).toEqual(['submission', 'G0#0', 'decision:one-key', 'decision:two-key', 'onboardingApproved']);
  });

  it('counts the same key once, and lets two decisions at once not both be the last', async () => {
    const { log, result } = await through(
      'onboardSource',
      { submission, ...PATIENCE },
      () => allow,
      async (handle) => {
        await until(handle, 'awaitingDecision');
        const one = decision('one', 'steward');
        const send = (d: Decision) =>
          failureOf(handle.executeUpdate(messages.decideOnboarding, { args: [d], updateId: d.key }));
        const answers = await Promise.all([
          send(one),
          send(one),
          send(decision('three', 'steward')),
          send(decision('two', 'privacy-officer')),
        ]);
        // Whichever steward came first: one of them counts, both sends of one key are answered alike.
        const [first, again, other, officer] = answers;
        expect(again === 'accepted').toBe(first === 'accepted');
        expect([first, other].filter((answer) => answer === 'accepted')).toHaveLength(1);
        expect(officer).toBe('accepted');
        expect(first === 'accepted' ? other : first).not.toBe('accepted');
      },
    );
    expect(result.stage).toBe('approved');
    expect(log.filter((line) => line.startsWith('decision:'))).toHaveLength(2);
  });

  it('ends at once where the gate denies, and asks nobody', async () => {
    const deny: GateAnswer = { outcome: 'DENY', codes: ['L05'], verdictHash: HASH };
    const { log, result } = await through('onboardSource', { submission, ...PATIENCE }, () => deny);
    expect(result.stage).toBe('refused');
    expect(log).toEqual(['submission', 'G0#0', 'onboardingRefused']);
  });

  it('reminds while it waits and expires when nobody decides', async () => {
    const short = { decideWithin: 900, remindAfter: 400 };
    const { log, result } = await through('onboardSource', { submission, ...short }, () => allow);
    expect(result.stage).toBe('expired');
    expect(log).toEqual(['submission', 'G0#0', 'reminderDue', 'reminderDue', 'onboardingExpired']);
  });
});

describe('ingestDelivery', () => {
  const order = {
    sourceId: 's',
    contractHash: HASH,
    tokenHash: HASH,
    parts: 1,
    deliveredBy: request.submitter,
  };
  const input = { order, review: request, requestNumber: 1, sendWithin: 20_000, ...PATIENCE };
  const part = { part: 1, sha256: HASH, bytes: 5 };
  const deliver = async (handle: WorkflowHandle) => {
    await handle.executeUpdate(messages.openIntake);
    await handle.executeUpdate(messages.sealDelivery, { args: [{ attempt: 'a1', parts: [part] }] });
  };

  it('asks every gate in its place and ends in curated', async () => {
    const { log, result } = await through('ingestDelivery', input, () => allow, deliver);
    expect(result).toMatchObject({ stage: 'curated', rowsIn: 10, rowsOut: 10, version: 'v1' });
    expect(log).toEqual([
      'G0#0',
      'deliveryOpened',
      'land',
      'landed',
      'profiled',
      'G1#0',
      'G2#0',
      'pseudonymised',
      'G3#0',
      'curated',
    ]);
  });

  it('is quarantined where G1 denies, and nothing goes on', async () => {
    const answers = ({ gate }: GateQuestion): GateAnswer =>
      gate === 'G1' ? { outcome: 'DENY', codes: ['C03'], verdictHash: HASH } : allow;
    const { log, result } = await through('ingestDelivery', input, answers, deliver);
    expect(result).toMatchObject({ stage: 'refused', codes: ['C03'], rowsOut: null });
    expect(log.slice(-3)).toEqual(['G1#0', 'deliveryRefused', 'quarantined']);
  });

  it('takes nothing where the gate of the moment denies', async () => {
    const deny: GateAnswer = { outcome: 'DENY', codes: ['S03'], verdictHash: HASH };
    const { log, result } = await through(
      'ingestDelivery',
      input,
      () => deny,
      async (handle) => {
        expect(await failureOf(handle.executeUpdate(messages.openIntake))).toBe('PolicyRefused');
      },
    );
    expect(result).toMatchObject({ stage: 'refused', codes: ['S03'] });
    expect(log).toEqual(['G0#0']);
  });

  it('puts a REVIEW to two persons and asks the gate again after their approval', async () => {
    const answers = ({ gate, passage }: GateQuestion): GateAnswer =>
      gate === 'G1' && passage === 0 ? { outcome: 'REVIEW', codes: ['L01'], verdictHash: HASH } : allow;
    const { log, result } = await through('ingestDelivery', input, answers, async (handle) => {
      await deliver(handle);
      await until(handle, 'awaitingDecision');
      await handle.executeUpdate(messages.decideReview, { args: [decision('one', 'steward')] });
      await handle.executeUpdate(messages.decideReview, { args: [decision('two', 'privacy-officer')] });
    });
    expect(result.stage).toBe('curated');
    expect(log).toContain('reviewRequested');
    expect(log.indexOf('G1#1')).toBeGreaterThan(log.indexOf('decision:two-key'));
  });

  it('aborts when the sender never finishes', async () => {
    const { log, result } = await through(
      'ingestDelivery',
      { ...input, sendWithin: 700 },
      () => allow,
      async (handle) => {
        await handle.executeUpdate(messages.openIntake);
      },
    );
    expect(result.stage).toBe('aborted');
    expect(log).toEqual(['G0#0', 'deliveryOpened', 'abort', 'deliveryAborted']);
  });
});

describe('releaseResult', () => {
  const input = {
    releaseId: 'x1',
    request: { ...request, deciders: ['output-checker'] },
    body: {},
    ...PATIENCE,
  };

  it('publishes only after another person has decided, and asks the gate before and after', async () => {
    const { log, result } = await through(
      'releaseResult',
      input,
      () => allow,
      async (handle) => {
        await until(handle, 'awaitingDecision');
        await handle.executeUpdate(messages.decideRelease, { args: [decision('checker', 'output-checker')] });
      },
    );
    expect(result).toMatchObject({ stage: 'released', rows: 4, hidden: 1 });
    expect(log).toEqual([
      'releaseRequested',
      'protected',
      'G5#0',
      'decision:checker-key',
      'G5#1',
      'released',
    ]);
  });

  it('publishes nothing where the checker rejects', async () => {
    const { log, result } = await through(
      'releaseResult',
      input,
      () => allow,
      async (handle) => {
        await until(handle, 'awaitingDecision');
        const no = decision('checker', 'output-checker', { choice: 'reject' });
        await handle.executeUpdate(messages.decideRelease, { args: [no] });
      },
    );
    expect(result.stage).toBe('rejected');
    expect(log).not.toContain('released');
  });
});
