import type { WorkflowHandle } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../domain/people.js';
import * as messages from './messages.js';
import { recordingActivities } from './testing/recording-activities.js';
import { allow, decision, PATIENCE, request } from './testing/requests.js';
import { answerTo, eventually, until, workflowServerForTests } from './testing/workflow-server.js';

const server = workflowServerForTests();
const submission = {
  request,
  requestNumber: 1,
  decideBefore: '2099-01-01T00:00:00.000Z',
  subject: { kind: 'contract', contract: { sourceId: 's' } },
};
const steward = decision('one', 'steward');
const officer = decision('two', 'privacy-officer');
const decide = (handle: WorkflowHandle, taken: Decision) =>
  answerTo(handle.executeUpdate(messages.decideOnboarding, { args: [taken], updateId: taken.key }));

/** Steps over a log that has decisions already: a worker was killed when it had recorded them and told nobody. */
function stepsOver(recorded: readonly Decision[]) {
  const known = [...recorded];
  const plain = recordingActivities(() => allow);
  const recordDecision: typeof plain.control.recordDecision = async (asked, taken) => {
    known.push(taken);
    return await plain.control.recordDecision(asked, taken);
  };
  return { ...plain, control: { ...plain.control, recordDecision, standingDecisions: async () => known } };
}

describe('decisions in the log and in the state of a request', () => {
  it('are the same where they come in one task with its expiry', async () => {
    const { log, ...steps } = recordingActivities(() => allow);
    const input = { submission, decideWithin: 1500, remindAfter: 20_000 };
    const handle = await server.start('onboardSource', input);
    await server.serving(steps, () => until(handle, 'awaitingDecision'));
    const sent = [steward, officer].map((taken) => decide(handle, taken));
    await eventually(async () => {
      const { events } = await handle.fetchHistory();
      return (events ?? []).some((event) => event.timerFiredEventAttributes);
    });
    await server.serving(steps, async () => {
      const accepted = (await Promise.all(sent)).filter((answer) => answer === 'accepted').length;
      const result = (await handle.result()) as { stage: string; decisions: Decision[] };
      expect(result.decisions.map(({ key }) => `decision:${key}`).sort()).toEqual(
        log.filter((line) => line.startsWith('decision:')).sort(),
      );
      expect(result.decisions).toHaveLength(accepted);
      expect(result.stage).toBe(accepted === 2 ? 'approved' : 'expired');
    });
    await server.replay(handle);
  });

  it('wait a quarter of a year at most, whatever a client asks for that goes round the operations', async () => {
    const day = 24 * 3_600_000;
    const steps = recordingActivities(() => allow);
    const handle = await server.start('onboardSource', {
      submission,
      decideWithin: 4000 * day,
      remindAfter: 4000 * day,
    });
    await server.serving(steps, () => until(handle, 'awaitingDecision'));
    const { events } = await handle.fetchHistory();
    const timers = (events ?? []).flatMap(
      (event) => event.timerStartedEventAttributes?.startToFireTimeout ?? [],
    );
    expect(timers.map(({ seconds }) => Number(seconds) * 1000)).toEqual([90 * day]);
    await handle.terminate();
  });

  it.each<[string, readonly Decision[], string]>([
    ['approved where the log has them all', [steward, officer], 'approved'],
    ['expired where one is missing, and shows the other', [steward], 'expired'],
  ])('are the same where the term is over: %s', async (_, recorded, stage) => {
    const steps = stepsOver(recorded);
    const input = { submission, decideWithin: 300, remindAfter: 20_000 };
    const result = await server.through('onboardSource', input, steps);
    expect(result).toMatchObject({ stage, decisions: recorded });
    expect(steps.log.at(-1)).toBe(stage === 'approved' ? 'onboardingApproved' : 'onboardingExpired');
  });

  it('are taken over when people are asked: who had all decided before it was lost decides no more', async () => {
    const steps = stepsOver([steward, officer]);
    const handle = await server.start('onboardSource', {
      submission,
      decideWithin: 3_600_000,
      remindAfter: 3_600_000,
    });
    await server.serving(steps, () => eventually(() => steps.log.includes('onboardingApproved')));
    await handle.terminate().catch(() => undefined);
  });

  it('are the same where somebody decides again whose first decision was told to nobody', async () => {
    const steps = stepsOver([steward]);
    const result = await server.through(
      'onboardSource',
      { submission, ...PATIENCE },
      steps,
      async (handle) => {
        await until(handle, 'awaitingDecision');
        expect(await decide(handle, decision('one', 'steward', { key: 'again' }))).toBe('FourEyes');
        expect(await decide(handle, decision('three', 'steward'))).toBe('AlreadyDecided');
        // The same key is the same decision, whichever account the person had then.
        expect(await decide(handle, { ...steward, actor: { ...steward.actor, account: 'other' } })).toBe(
          'accepted',
        );
        expect(await decide(handle, officer)).toBe('accepted');
      },
    );
    expect(result).toMatchObject({ stage: 'approved', decisions: [steward, officer] });
    expect(steps.log.filter((line) => line.startsWith('decision:'))).toEqual(['decision:two-key']);
  });
});
