import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import type { ControlActivities, GateQuestion } from '../activities/contract.js';
import type { RunState } from '../domain/analysis.js';
import { SluisError } from '../domain/errors.js';
import type { GateAnswer } from '../domain/ingest.js';
import type { RunLifeState } from '../domain/lifecycle-tables.js';
import type { Reviewing } from './gatekeeper.js';
import * as messages from './messages.js';
import { fails, type OtherSteps, recordingActivities } from './testing/recording-activities.js';
import { allow, decision, deny, HASH, REVIEWING, RUN } from './testing/requests.js';
import { stubborn } from './testing/stubborn.js';
import { answerTo, eventually, shown, until, workflowServerForTests } from './testing/workflow-server.js';

const server = workflowServerForTests();
const review: GateAnswer = { outcome: 'REVIEW', codes: ['K01'], verdictHash: HASH };
const made = recordingActivities(() => allow);

/** A log in which a run can be cancelled: an end of it, or a review, is refused from then on. */
function cancellable(
  answers: (question: GateQuestion) => GateAnswer,
  { control = {}, data = {} }: OtherSteps = {},
) {
  const standing: { state: RunLifeState } = { state: 'requested' };
  const removed: unknown[] = [];
  const refuseEnded = () => {
    if (standing.state === 'cancelled') throw new SluisError('CatalogConflict', 'this run has ended');
  };
  const known: Partial<ControlActivities> = {
    standingRun: async () => standing,
    destructionDue: async () => ({ state: 'ended' }),
    record: async (event) => {
      if (event.type !== 'runRequested') refuseEnded();
      await steps.noted.control.record(event);
    },
    recordMade: async (step) => {
      refuseEnded();
      await steps.noted.control.recordMade(step);
    },
    requestReview: async (asked) => {
      refuseEnded();
      return await steps.noted.control.requestReview(asked);
    },
    ...control,
  };
  const removeCopies = async (subject: unknown) => {
    removed.push([standing.state, subject]);
    return [];
  };
  const noted = recordingActivities(answers);
  const { log: _, ...others } = recordingActivities(answers, {
    control: { ...noted.control, ...known },
    data: { removeCopies, ...data },
  });
  const steps = { ...others, noted, log: noted.log, events: noted.events, standing, removed };
  return steps;
}

/** Runs a theme to its end, and to the removal of what it wrote where it was cancelled. */
const ended = (
  steps: Parameters<typeof server.serving>[0] & Pick<ReturnType<typeof cancellable>, 'removed'>,
  meanwhile: (handle: WorkflowHandle) => Promise<void> = async () => {},
  reviewing: Reviewing = REVIEWING,
) =>
  server.serving(steps, async () => {
    const handle = await server.start('runTheme', { request: { runId: randomUUID() }, reviewing });
    await meanwhile(handle);
    const result = (await handle.result()) as RunState;
    if (result.stage === 'cancelled') await eventually(() => steps.removed.length > 0);
    return result;
  });
const tell = (handle: WorkflowHandle) => handle.signal(messages.runCancelled, handle.workflowId);
const NOTHING_MADE = { stage: 'cancelled', codes: [], version: null, failure: null };
const removedOf = ({ runId: id }: RunState) => [['cancelled', { kind: 'run', id }]];

describe('a run that somebody cancels', () => {
  it('while it is checked reads nothing, and ends as the log has it', async () => {
    const asked = stubborn(async () => allow);
    const askGate = async () => {
      steps.noted.log.push('asked');
      return await asked.lasting();
    };
    const steps = cancellable(() => allow, {
      control: { askGate },
      data: { analyseTheme: fails('SqlRefused') },
    });
    const result = await ended(steps, async (handle) => {
      await eventually(() => asked.step.isRunning);
      steps.standing.state = 'cancelled';
      await tell(handle);
      asked.step.open();
    });
    expect(result).toMatchObject(NOTHING_MADE);
    expect(steps.log).toEqual(['runRequested', 'asked']);
    expect(steps.removed).toEqual(removedOf(result));
  });

  it('while it waits for people asks them no more: its review is closed, and nobody decides on it', async () => {
    const steps = cancellable(() => review);
    const result = await ended(steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      steps.standing.state = 'cancelled';
      await tell(handle);
      await eventually(async () => (await shown(handle)).state?.stage === 'cancelled');
    });
    expect(result).toMatchObject({ ...NOTHING_MADE, review: { stage: 'refused', decisions: [] } });
    expect(steps.log).toEqual(['runRequested', 'G4#0', 'reviewRequested']);
    expect(steps.removed).toEqual(removedOf(result));
  });

  it('while it is computed has its step cancelled, and what that wrote removed', async () => {
    const analysing = { isRunning: false, isCancelled: false };
    const analyseTheme = async (): Promise<never> => {
      analysing.isRunning = true;
      const { Context } = await import('@temporalio/activity');
      const beat = setInterval(() => Context.current().heartbeat(), 200);
      return await Context.current().cancelled.finally(() => {
        analysing.isCancelled = true;
        clearInterval(beat);
      });
    };
    const steps = cancellable(() => allow, { data: { analyseTheme } });
    const result = await ended(steps, async (handle) => {
      await eventually(() => analysing.isRunning);
      steps.standing.state = 'cancelled';
      await tell(handle);
    });
    expect(result).toMatchObject(NOTHING_MADE);
    expect(analysing.isCancelled).toBe(true);
    expect(steps.log).toEqual(['runRequested', 'G4#0']);
    expect(steps.removed).toEqual(removedOf(result));
  });

  it('while its step waits for a worker reads nothing', async () => {
    const steps = cancellable(() => allow);
    const { control, vault } = steps;
    const handle = await server.start('runTheme', { request: { runId: randomUUID() } });
    await server.serving({ control, vault }, async () => {
      await eventually(async () => (await shown(handle)).state?.stage === 'analysing');
      steps.standing.state = 'cancelled';
      await tell(handle);
      expect(await handle.result()).toMatchObject(NOTHING_MADE);
    });
    await server.serving(steps, () => eventually(() => steps.removed.length > 0));
    expect(steps.removed).toEqual(removedOf((await handle.result()) as RunState));
  });

  it('makes no result of a step that ends well all the same', async () => {
    const { step, lasting } = stubborn(() => made.data.analyseTheme({} as never));
    const steps = cancellable(() => allow, { data: { analyseTheme: lasting } });
    const result = await ended(steps, async (handle) => {
      await eventually(() => step.isRunning);
      steps.standing.state = 'cancelled';
      await tell(handle);
      step.open();
    });
    expect(result).toMatchObject(NOTHING_MADE);
    expect(steps.log).toEqual(['runRequested', 'G4#0']);
    expect(steps.removed).toEqual(removedOf(result));
  });
});

describe('a run that was cancelled in the log and told of nothing, because a worker was killed in between', () => {
  it('ends so when its result comes', async () => {
    const { step, lasting } = stubborn(() => made.data.analyseTheme({} as never));
    const steps = cancellable(() => allow, { data: { analyseTheme: lasting } });
    const result = await ended(steps, async () => {
      await eventually(() => step.isRunning);
      steps.standing.state = 'cancelled';
      step.open();
    });
    expect(result).toMatchObject(NOTHING_MADE);
    expect(steps.removed).toEqual(removedOf(result));
  });

  it('ends so before it asks people anything', async () => {
    const asked = stubborn(async () => review);
    const steps = cancellable(() => review, { control: { askGate: asked.lasting } });
    const result = await ended(steps, async () => {
      await eventually(() => asked.step.isRunning);
      steps.standing.state = 'cancelled';
      asked.step.open();
    });
    expect(result).toMatchObject({ ...NOTHING_MADE, review: null });
    expect(steps.log).toEqual(['runRequested']);
    expect(steps.removed).toEqual(removedOf(result));
  });

  it.each([
    ['its gate refuses it', () => deny('P01')],
    ['nobody decides in time', () => review],
  ])('ends so when %s', async (_when, answers) => {
    const steps = cancellable(answers);
    const { record } = steps.control;
    const control: ControlActivities = {
      ...steps.control,
      record: async (event) => {
        if (event.type !== 'runRequested') steps.standing.state = 'cancelled';
        await record(event);
      },
    };
    const result = await ended({ ...steps, control }, async () => {}, { ...REVIEWING, decideWithin: 600 });
    expect(result).toMatchObject(NOTHING_MADE);
    expect(steps.log).not.toContain('runRefused');
    expect(steps.removed).toEqual(removedOf(result));
  });
});

describe('a run that is told of a cancellation which the log has not', () => {
  it('goes on: whoever reaches Temporal ends nothing by a signal', async () => {
    const steps = cancellable(({ passage }) => (passage === 0 ? review : allow));
    const result = await ended(steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      await tell(handle);
      await tell(handle);
      for (const as of ['steward', 'privacy-officer'] as const)
        expect(
          await answerTo(handle.executeUpdate(messages.decideReview, { args: [decision(as, as)] })),
        ).toBe('accepted');
    });
    expect(result).toMatchObject({ stage: 'ready', version: 'r1' });
    expect(steps.removed).toEqual([]);
  });

  it('ends as a failure where nobody can say how it stands', async () => {
    const steps = cancellable(() => review, { control: { standingRun: fails('RunUnknown') } });
    const result = await ended(steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      await tell(handle);
    });
    expect(result).toMatchObject({ stage: 'refused', codes: ['RunUnknown'] });
    expect(steps.log.slice(-2)).toEqual(['requestRefused', 'runRefused']);
  });
});

describe('cancelRun', () => {
  const order = { runId: 'run-1', by: decision('anyone', 'auditor').actor, reason: 'wrong parameters' };

  it('records first and then tells the run, also where somebody had cancelled it before', async () => {
    const { step, lasting } = stubborn(() => made.data.analyseTheme({} as never));
    const steps = cancellable(() => allow, { data: { analyseTheme: lasting } });
    const control: ControlActivities = {
      ...steps.control,
      recordCancellation: async () => {
        const already = steps.standing.state === 'cancelled';
        steps.standing.state = 'cancelled';
        steps.log.push('cancellation');
        return { already };
      },
      standingRun: async () => {
        steps.log.push('heard');
        return steps.standing;
      },
    };
    await server.serving({ ...steps, control }, async () => {
      const running = await server.start('runTheme', RUN);
      await eventually(() => step.isRunning);
      const cancel = async () =>
        await (await server.start('cancelRun', { ...order, runId: running.workflowId })).result();
      expect(await cancel()).toEqual({ already: false });
      await eventually(() => steps.log.includes('heard'));
      expect(await cancel()).toEqual({ already: true });
      step.open();
      expect(await running.result()).toMatchObject(NOTHING_MADE);
      expect(await cancel()).toEqual({ already: true });
    });
    const cancelled = ['cancellation', 'heard', 'cancellation', 'cancellation'];
    expect(steps.log).toEqual(['runRequested', 'G4#0', ...cancelled]);
  });

  it('tells nobody of what control refuses', async () => {
    const steps = cancellable(() => review, { control: { recordCancellation: fails('RoleMissing') } });
    const result = await ended(steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      const cancelling = await server.start('cancelRun', { ...order, runId: handle.workflowId });
      await expect(cancelling.result()).rejects.toThrow();
      const { events } = await handle.fetchHistory();
      expect((events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes)).toEqual([]);
      const no = decision('one', 'steward', { choice: 'reject' });
      await handle.executeUpdate(messages.decideReview, { args: [no] });
    });
    expect(result).toMatchObject({ stage: 'refused' });
  });
});
