import type { WorkflowHandle } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import type { GateQuestion } from '../activities/contract.js';
import { SluisError } from '../domain/errors.js';
import type { GateAnswer } from '../domain/ingest.js';
import * as messages from './messages.js';
import { recordingActivities } from './testing/recording-activities.js';
import { allow, decision, deny, INGEST, RELEASE, RUN, SENT } from './testing/requests.js';
import { stubborn } from './testing/stubborn.js';
import { eventually, until, workflowServerForTests } from './testing/workflow-server.js';

const server = workflowServerForTests();
/** Answers by passage of one gate; every other question is allowed. */
const answering =
  (gate: string, ...answers: readonly GateAnswer[]) =>
  (question: GateQuestion): GateAnswer =>
    question.gate === gate ? (answers[question.passage] ?? allow) : allow;

const made = recordingActivities(() => allow);
const deliver = async (handle: WorkflowHandle) => {
  await handle.executeUpdate(messages.openIntake, { args: [handle.workflowId] });
  await handle.executeUpdate(messages.sealDelivery, { args: [SENT] });
};

describe('a step that ends well although its source was stopped meanwhile', () => {
  it('releases nothing: what it published is taken back, and the release is refused and quarantined', async () => {
    const { step, lasting } = stubborn(() => made.data.publishRelease({} as never));
    const { log, ...steps } = recordingActivities(answering('G5', allow, allow, deny('S05')), {
      data: { publishRelease: lasting },
    });
    const result = await server.through('releaseResult', RELEASE, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      await handle.executeUpdate(messages.decideRelease, { args: [decision('checker', 'output-checker')] });
      await eventually(() => step.isRunning);
      await handle.signal(messages.sourceStopped, 's');
      await eventually(() => log.includes('G5#2'));
      step.open();
    });
    expect(result).toMatchObject({ stage: 'refused', codes: ['S05'], version: null });
    expect(log.slice(-4)).toEqual(['G5#2', 'releaseRefused', 'retract', 'quarantined']);
    expect(log).not.toContain('released');
  });

  it('makes no result of it, also where the end and the stop reach the run at once', async () => {
    const { step, lasting } = stubborn(() => made.data.analyseTheme({} as never));
    const { log, ...steps } = recordingActivities(answering('G4', allow, deny('S05')), {
      data: { analyseTheme: lasting },
    });
    const handle = await server.start('runTheme', RUN);
    const before = server.serving(steps, () => eventually(() => step.isRunning));
    await eventually(() => step.isRunning);
    // The workers have been told to go: what comes now is read by the next ones, in one task.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await handle.signal(messages.sourceStopped, 's');
    step.open();
    await before;
    const result = await server.serving(steps, () => handle.result());
    expect(result).toMatchObject({ stage: 'refused', codes: ['S05'], version: null });
    expect(log).toEqual(['runRequested', 'G4#0', 'G4#1', 'runRefused', 'quarantined']);
  });

  it('brings a delivery no further: no gate is asked for it and nothing of it goes into the log', async () => {
    const { step, lasting } = stubborn(() => made.data.curateDataset('p1'));
    const { log, ...steps } = recordingActivities(answering('G2', allow, deny('S05')), {
      data: { curateDataset: lasting },
    });
    const result = await server.through('ingestDelivery', INGEST, steps, async (handle) => {
      await deliver(handle);
      await eventually(() => step.isRunning);
      await handle.signal(messages.sourceStopped, 's');
      await eventually(() => log.includes('G2#1'));
      step.open();
    });
    expect(result).toMatchObject({ stage: 'refused', codes: ['S05'], version: null });
    expect(log.slice(-4)).toEqual(['pseudonymised', 'G2#1', 'deliveryRefused', 'quarantined']);
  });

  it('takes back once what a sender gave up in the same moment', async () => {
    const { step, lasting } = stubborn(() => made.vault.abortDelivery('d1'));
    const { log, ...steps } = recordingActivities(answering('G0', allow, deny('S05')), {
      vault: { abortDelivery: lasting },
    });
    const result = await server.through('ingestDelivery', INGEST, steps, async (handle) => {
      await handle.executeUpdate(messages.openIntake, { args: [handle.workflowId] });
      await handle.signal(messages.abandonDelivery, handle.workflowId);
      await eventually(() => step.isRunning);
      await handle.signal(messages.sourceStopped, 's');
      step.open();
    });
    expect(result.stage).toBe('aborted');
    expect(log.filter((line) => line === 'deliveryAborted')).toHaveLength(1);
  });
});

describe('a stop that cannot be asked about', () => {
  it('ends the work as its own failure: nothing goes on unheard', async () => {
    const { step, lasting } = stubborn(() => made.data.analyseTheme({} as never));
    const answer = ({ passage }: GateQuestion) => {
      if (passage === 0) return allow;
      throw new SluisError('CatalogConflict', 'this question of a test has no answer');
    };
    const { log, events, ...steps } = recordingActivities(answer, { data: { analyseTheme: lasting } });
    const result = await server.through('runTheme', RUN, steps, async (handle) => {
      await eventually(() => step.isRunning);
      await handle.signal(messages.sourceStopped, 's');
      await eventually(() => log.includes('G4#1'));
      step.open();
    });
    expect(result).toMatchObject({ stage: 'refused', codes: ['CatalogConflict'], version: null });
    expect(log).toEqual(['runRequested', 'G4#0', 'G4#1', 'runRefused', 'quarantined']);
    expect(events.at(-1)?.body).toMatchObject({ sourceId: 's', codes: ['CatalogConflict'] });
  });

  it('of another source is heard after one that the gate let pass', async () => {
    const { step, lasting } = stubborn(() => made.data.analyseTheme({} as never));
    const { log, ...steps } = recordingActivities(answering('G4', allow, allow, deny('S05')), {
      data: { analyseTheme: lasting },
    });
    const result = await server.through('runTheme', RUN, steps, async (handle) => {
      await eventually(() => step.isRunning);
      await handle.signal(messages.sourceStopped, 'other');
      await eventually(() => log.includes('G4#1'));
      await handle.signal(messages.sourceStopped, 's');
      await eventually(() => log.includes('G4#2'));
      step.open();
    });
    expect(result).toMatchObject({ stage: 'refused', codes: ['S05'] });
  });
});
