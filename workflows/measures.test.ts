import type { WorkflowHandle } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import type { GateQuestion } from '../activities/contract.js';
import type { GateAnswer } from '../domain/ingest.js';
import type { Decision } from '../domain/people.js';
import * as messages from './messages.js';
import { recordingActivities } from './testing/recording-activities.js';
import {
  allow,
  decision,
  deny,
  HASH,
  INGEST,
  PATIENCE,
  RELEASE,
  REVIEWING,
  RUN,
  request,
  SENT,
} from './testing/requests.js';
import { answerTo, eventually, shown, until, workflowServerForTests } from './testing/workflow-server.js';

const server = workflowServerForTests();
const review: GateAnswer = { outcome: 'REVIEW', codes: ['X01'], verdictHash: HASH };
/** Answers by passage of one gate; every other question is allowed. */
const answering =
  (gate: string, ...answers: readonly GateAnswer[]) =>
  (question: GateQuestion): GateAnswer =>
    question.gate === gate ? (answers[question.passage] ?? allow) : allow;
const decide = (handle: WorkflowHandle, taken: Decision) =>
  answerTo(handle.executeUpdate(messages.decideReview, { args: [taken] }));
const steward = decision('one', 'steward');
const officer = decision('two', 'privacy-officer');
const deliver = async (handle: WorkflowHandle) => {
  await handle.executeUpdate(messages.openIntake, { args: [handle.workflowId] });
  await handle.executeUpdate(messages.sealDelivery, { args: [SENT] });
};
const run = { ...RUN, reviewing: REVIEWING };
const release = { ...RELEASE, reviewing: REVIEWING };
/** A step that lasts until its workflow cancels it. */
const endless = () => {
  const step = { isRunning: false };
  const lasting = async (): Promise<never> => {
    step.isRunning = true;
    const { Context } = await import('@temporalio/activity');
    const { heartbeat, cancelled } = Context.current();
    const beat = setInterval(() => heartbeat(), 200);
    return await cancelled.finally(() => clearInterval(beat));
  };
  return { step, lasting };
};

describe('what a provider wants to be asked about', () => {
  it('is put to two people before a theme reads anything, and the gate is asked again', async () => {
    const { log, events, ...steps } = recordingActivities(answering('G4', review));
    const result = await server.through('runTheme', run, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      expect((await shown(handle)).state).toMatchObject({
        stage: 'awaitingReview',
        codes: ['X01'],
      });
      expect(await decide(handle, decision('submitter', 'steward'))).toBe('FourEyes');
      expect(await decide(handle, steward)).toBe('accepted');
      expect(await decide(handle, officer)).toBe('accepted');
    });
    expect(result.stage).toBe('ready');
    expect(log).toEqual([
      'runRequested',
      'G4#0',
      'reviewRequested',
      'decision:one-key',
      'decision:two-key',
      'requestApproved',
      'G4#1',
      'analysed',
    ]);
    expect(events.find(({ type }) => type === 'reviewRequested')?.body).toMatchObject({
      requestId: 'run-1:G4',
      gate: 'G4',
      subject: { kind: 'run', id: 'run-1' },
      sourceId: null,
      codes: ['X01'],
    });
  });

  it('is put to them before a release is decided on, and a rejection refuses it', async () => {
    const { log, ...steps } = recordingActivities(answering('G5', review));
    const result = await server.through('releaseResult', release, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      expect(await decide(handle, { ...steward, choice: 'reject' })).toBe('accepted');
    });
    expect(result).toMatchObject({ stage: 'refused', codes: ['X01'] });
    expect(log.slice(-3)).toEqual(['requestRejected', 'releaseRefused', 'retract']);
  });
});

describe('a review that waited when its workflow was started again', () => {
  const standing = { ...run, reviewing: { ...REVIEWING, standing: 'run-1:G4' } };
  const read = 'e'.repeat(64);

  it('goes on as people read it, also where the gate would let pass by now, and the gate is asked again', async () => {
    const requestReview = async () => ({ subjectHash: read, state: 'open' }) as const;
    const { log, ...steps } = recordingActivities(() => allow, { control: { requestReview } });
    const result = await server.through('runTheme', standing, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      expect(await decide(handle, steward)).not.toBe('accepted');
      expect(await decide(handle, { ...steward, subjectHash: read })).toBe('accepted');
      expect(await decide(handle, { ...officer, subjectHash: read })).toBe('accepted');
    });
    expect(result.stage).toBe('ready');
    expect(log).toEqual([
      'runRequested',
      'G4#0',
      'decision:one-key',
      'decision:two-key',
      'requestApproved',
      'G4#1',
      'analysed',
    ]);
  });

  it('ends with what it is about where the gate denies now', async () => {
    const { log, events, ...steps } = recordingActivities(answering('G4', deny('S05')));
    const result = await server.through('runTheme', standing, steps, async () => undefined);
    expect(result).toMatchObject({ stage: 'refused', codes: ['S05'] });
    expect(log).toEqual(['runRequested', 'G4#0', 'requestRefused', 'runRefused']);
    expect(events[1]?.body).toEqual({ requestId: 'run-1:G4', codes: ['S05'] });
  });

  it.each([
    ['approved', 'ready'],
    ['rejected', 'refused'],
    ['expired', 'refused'],
  ] as const)('that was %s is not put to people twice', async (state, stage) => {
    const requestReview = async () => ({ subjectHash: read, state }) as const;
    const { log, ...steps } = recordingActivities(answering('G4', review), { control: { requestReview } });
    const result = await server.through('runTheme', run, steps, async () => undefined);
    expect(result.stage).toBe(stage);
    expect(log.filter((line) => line.startsWith('G4'))).toHaveLength(state === 'approved' ? 2 : 1);
  });
});

describe('a source that is stopped while something rests on it', () => {
  it('ends a delivery that waits in review: closed in the inbox, refused, quarantined', async () => {
    const { log, events, ...steps } = recordingActivities(answering('G1', review, deny('S05')));
    const result = await server.through('ingestDelivery', INGEST, steps, async (handle) => {
      await deliver(handle);
      await until(handle, 'awaitingDecision');
      await handle.signal(messages.sourceStopped, 'other');
      await eventually(() => log.includes('quarantined'));
      expect(['RequestClosed', 'WorkflowNotFoundError', 'WorkflowUpdateFailedError']).toContain(
        await decide(handle, steward),
      );
    });
    expect(result).toMatchObject({ stage: 'refused', codes: ['S05'], version: null });
    expect(log.slice(-4)).toEqual(['G1#1', 'requestRefused', 'deliveryRefused', 'quarantined']);
    expect(events.at(-1)?.body).toMatchObject({ subject: { kind: 'delivery', id: 'd1' }, sourceId: 's' });
  });

  it('ends a step of the vault that runs, and nothing of it goes into the log', async () => {
    const { step, lasting } = endless();
    const { log, ...steps } = recordingActivities(answering('G2', allow, deny('S05')), {
      vault: { pseudonymiseDelivery: lasting },
    });
    const result = await server.through('ingestDelivery', INGEST, steps, async (handle) => {
      await deliver(handle);
      await eventually(() => step.isRunning);
      await handle.signal(messages.sourceStopped, 's');
    });
    expect(result).toMatchObject({ stage: 'refused', codes: ['S05'] });
    expect(log.slice(-3)).toEqual(['G2#1', 'deliveryRefused', 'quarantined']);
    expect(log).not.toContain('pseudonymised');
  });

  it('takes back a delivery whose parts have not come', async () => {
    const { log, ...steps } = recordingActivities(answering('G0', allow, deny('S05')));
    const result = await server.through('ingestDelivery', INGEST, steps, async (handle) => {
      await handle.executeUpdate(messages.openIntake, { args: [handle.workflowId] });
      await handle.signal(messages.sourceStopped, 's');
    });
    expect(result.stage).toBe('aborted');
    expect(log).toEqual(['G0#0', 'deliveryOpened', 'G0#1', 'deliveryAborted', 'abort']);
  });

  it('ends a run in the middle of its analysis', async () => {
    const { step, lasting } = endless();
    const { log, events, ...steps } = recordingActivities(answering('G4', allow, deny('S05')), {
      data: { analyseTheme: lasting },
    });
    const result = await server.through('runTheme', run, steps, async (handle) => {
      await eventually(() => step.isRunning);
      await handle.signal(messages.sourceStopped, 's');
    });
    expect(result).toMatchObject({ stage: 'refused', codes: ['S05'], version: null });
    expect(log).toEqual(['runRequested', 'G4#0', 'G4#1', 'runRefused', 'quarantined']);
    expect(events.at(-1)?.body).toMatchObject({ subject: { kind: 'run', id: 'run-1' }, zone: 'result' });
  });

  it('ends a release in the middle of its publication, and takes back what lies where everybody reads', async () => {
    const { step, lasting } = endless();
    const { log, ...steps } = recordingActivities(answering('G5', allow, allow, deny('S05')), {
      data: { publishRelease: lasting },
    });
    const result = await server.through('releaseResult', release, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      const checker = decision('checker', 'output-checker');
      await handle.executeUpdate(messages.decideRelease, { args: [checker] });
      await eventually(() => step.isRunning);
      await handle.signal(messages.sourceStopped, 's');
    });
    expect(result).toMatchObject({ stage: 'refused', codes: ['S05'] });
    expect(log.slice(-4)).toEqual(['G5#2', 'releaseRefused', 'retract', 'quarantined']);
    expect(log).not.toContain('released');
  });

  it('ends nothing where the gate does not say so: a signal alone stops nobody', async () => {
    const { log, ...steps } = recordingActivities(answering('G1', review));
    const result = await server.through('ingestDelivery', INGEST, steps, async (handle) => {
      await deliver(handle);
      await until(handle, 'awaitingDecision');
      await handle.signal(messages.sourceStopped, 's');
      await eventually(() => log.includes('G1#1'));
      await decide(handle, steward);
      await decide(handle, officer);
    });
    expect(result.stage).toBe('curated');
  });
});

describe('a measure', () => {
  const order = { measure: 'suspension', sourceId: 's', by: request.submitter, reason: 'in doubt' };

  it('is recorded before anything is told, and tells what runs; what has ended meanwhile is no error', async () => {
    const { log, ...steps } = recordingActivities(answering('G1', review, deny('S05')), {
      control: { openWork: async () => ['ended-before', waiting?.workflowId ?? ''] },
    });
    let waiting: WorkflowHandle | null = null;
    await server.serving(steps, async () => {
      waiting = await server.start('ingestDelivery', INGEST);
      await deliver(waiting);
      await until(waiting, 'awaitingDecision');
      const imposing = await server.start('imposeMeasure', order);
      expect(await imposing.result()).toEqual({ told: ['ended-before', waiting.workflowId] });
      expect(await waiting.result()).toMatchObject({ stage: 'refused', codes: ['S05'] });
    });
    expect(log.indexOf('suspension')).toBeLessThan(log.indexOf('G1#1'));
  });

  it('is lifted when another person has decided, and by nobody who asked', async () => {
    const { log, ...steps } = recordingActivities(() => allow);
    const lifting = {
      order: { requestId: 'resume:s:2', lifts: 'suspension', sourceId: 's', by: request.submitter },
      ...PATIENCE,
    };
    const about = { subjectHash: 'c'.repeat(64) };
    const answer = (handle: WorkflowHandle, taken: Decision) =>
      answerTo(handle.executeUpdate(messages.decideLifting, { args: [taken] }));
    const result = await server.through('liftMeasure', lifting, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      expect(await answer(handle, decision('submitter', 'privacy-officer', about))).toBe('FourEyes');
      expect(log).not.toContain('lifted');
      expect(await answer(handle, decision('two', 'privacy-officer', about))).toBe('accepted');
    });
    expect(result.stage).toBe('approved');
    expect(log.at(-1)).toBe('lifted');
  });

  it('stays where nobody decides', async () => {
    const { log, ...steps } = recordingActivities(() => allow);
    const lifting = { order: { requestId: 'r', by: request.submitter }, decideWithin: 700, remindAfter: 900 };
    expect(await server.through('liftMeasure', lifting, steps)).toMatchObject({ stage: 'expired' });
    expect(log).toEqual(['lifting', 'requestExpired']);
  });
});
