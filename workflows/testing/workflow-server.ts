import { randomUUID } from 'node:crypto';
import { type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import type { DataConverter, Duration } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker';
import { afterAll, beforeAll } from 'vitest';
import { activityInterceptors } from '../../activities/interceptors.js';
import { TASK_QUEUES, WORKER_ROLES } from '../../domain/names.js';
import type { recordingActivities } from './recording-activities.js';
import { bundleFromSources } from './source-bundle.js';

type Activities = Pick<ReturnType<typeof recordingActivities>, 'control' | 'vault' | 'data'>;

export interface ServerSettings {
  readonly dataConverter?: DataConverter;
  /** How client and workers call themselves in a history. */
  readonly identity?: string;
}

/** A Temporal server of the tests of one file, with the workflows as they stand in the sources. */
export class WorkflowServer {
  private server: TestWorkflowEnvironment | null = null;
  private workflowBundle: WorkflowBundle | null = null;

  constructor(private readonly settings: ServerSettings = {}) {}

  /** Address of the server itself. */
  get address(): string {
    return this.opened.server.address;
  }

  async open(): Promise<void> {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const path = process.env.SLUIS_TEMPORAL;
    if (!path) throw new Error('SLUIS_TEMPORAL names no temporal binary; run these tests by: npm test');
    const executable = { type: 'existing-path', path } as const;
    this.server = await TestWorkflowEnvironment.createLocal({
      server: { executable },
      client: this.settings,
    });
    this.workflowBundle = await bundleFromSources();
  }

  async close(): Promise<void> {
    await this.server?.teardown();
  }

  start(
    type: string,
    input: unknown,
    options: { workflowTaskTimeout?: Duration; workflowId?: string } = {},
  ): Promise<WorkflowHandle> {
    const start = { taskQueue: TASK_QUEUES.control, workflowId: randomUUID(), args: [input], ...options };
    return this.opened.server.client.workflow.start(type, start);
  }

  /** Serves the task queues of these activities while `work` lasts. */
  async serving<T>(activities: Partial<Activities>, work: () => Promise<T>): Promise<T> {
    const { server, workflowBundle } = this.opened;
    const common = {
      ...this.settings,
      connection: server.nativeConnection,
      interceptors: { activity: [activityInterceptors] },
    };
    const roles = WORKER_ROLES.filter((role) => activities[role] !== undefined);
    const workers = await Promise.all(
      roles.map((role) =>
        Worker.create({
          ...common,
          ...(role === 'control' ? { workflowBundle } : {}),
          taskQueue: TASK_QUEUES[role],
          activities: { ...activities[role] },
        }),
      ),
    );
    const running = workers.map((worker) => worker.run());
    try {
      return await work();
    } finally {
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
    }
  }

  /** Takes the next task of a workflow and never answers, as a control worker that is killed at once. */
  async loseTask(): Promise<void> {
    const { connection } = this.opened.server;
    const poll = () =>
      connection.workflowService.pollWorkflowTaskQueue({
        namespace: 'default',
        taskQueue: { name: TASK_QUEUES.control },
      });
    const taken = () => connection.withDeadline(Date.now() + 30_000, poll);
    while ((await taken()).taskToken.length === 0);
  }

  /** @throws DeterminismViolationError where the code would take another way than it took */
  async replay(handle: WorkflowHandle): Promise<void> {
    const { workflowBundle } = this.opened;
    await Worker.runReplayHistory({ workflowBundle }, await handle.fetchHistory(), handle.workflowId);
  }

  /** Runs one workflow to its end. */
  async through(
    type: string,
    input: unknown,
    activities: Activities,
    meanwhile: (handle: WorkflowHandle) => Promise<void> = async () => {},
  ): Promise<Record<string, unknown>> {
    return await this.serving(activities, async () => {
      const handle = await this.start(type, input);
      await meanwhile(handle);
      return await handle.result();
    });
  }

  private get opened() {
    if (!this.server || !this.workflowBundle) throw new Error('the server of this test is not open');
    return { server: this.server, workflowBundle: this.workflowBundle };
  }
}

export function workflowServerForTests(settings: ServerSettings = {}): WorkflowServer {
  const server = new WorkflowServer(settings);
  beforeAll(() => server.open());
  afterAll(() => server.close());
  return server;
}

/** What a workflow shows of itself, as people read it. */
export async function shown(handle: WorkflowHandle): Promise<Record<string, { readonly stage?: string }>> {
  return ((await handle.describe()).memo ?? {}) as Record<string, { readonly stage?: string }>;
}

/** Waits until the request of a workflow stands where a test wants it. */
export async function until(handle: WorkflowHandle, stage: string): Promise<void> {
  await eventually(async () => {
    const { review, request } = await shown(handle);
    return [review, request].some((asked) => asked?.stage === stage);
  });
}

/** @throws Error after ten seconds */
export async function eventually(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error('what the test waits for did not happen within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** `accepted`, or the code with which an Update was refused. */
export async function answerTo(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'accepted';
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError)
      return (error.cause as { type?: string }).type ?? 'untyped';
    return error instanceof Error ? error.name : String(error);
  }
}
