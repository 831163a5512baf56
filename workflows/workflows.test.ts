import type { WorkflowHandle } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import type { GateQuestion } from '../activities/contract.js';
import { SluisError } from '../domain/errors.js';
import type { GateAnswer } from '../domain/ingest.js';
import type { Decision } from '../domain/people.js';
import * as messages from './messages.js';
import { fails, recordingActivities } from './testing/recording-activities.js';
import {
  allow,
  decision,
  deny,
  HASH,
  INGEST,
  ofProvider,
  PATIENCE,
  providing,
  request,
  SENT,
} from './testing/requests.js';
import { answerTo, eventually, until, workflowServerForTests } from './testing/workflow-server.js';

const server = workflowServerForTests();

describe('onboardSource', () => {
  const submission = {
    request,
    requestNumber: 1,
    decideBefore: '2099-01-01T00:00:00.000Z',
    subject: { kind: 'contract', contract: { sourceId: 's' } },
  };
  const decide = (handle: WorkflowHandle, taken: Decision) =>
    answerTo(handle.executeUpdate(messages.decideOnboarding, { args: [taken], updateId: taken.key }));

  it('is approved by two persons, each decision recorded before it is answered', async () => {
    const { log, ...steps } = recordingActivities(() => allow);
    const input = { submission, ...PATIENCE };
    const result = await server.through('onboardSource', input, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      expect(await decide(handle, decision('one', 'steward'))).toBe('accepted');
      expect(log.at(-1)).toBe('decision:one-key');
      expect(await decide(handle, decision('submitter', 'privacy-officer'))).toBe('FourEyes');
      expect(await decide(handle, decision('two', 'privacy-officer'))).toBe('accepted');
    });
    expect(result.stage).toBe('approved');
    expect(log).toEqual(['submission', 'G0#0', 'decision:one-key', 'decision:two-key', 'onboardingApproved']);
  });

  it('takes no decision of whoever had a part in it by what control knows, whatever the client left out', async () => {
    const partakersOf = async () => ({ ...(await providing()), excludedPersons: ['one'] });
    const { log, ...steps } = recordingActivities(() => allow, { control: { partakersOf } });
    const input = { submission, ...PATIENCE };
    const result = await server.through('onboardSource', input, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      expect(await decide(handle, decision('one', 'steward'))).toBe('FourEyes');
      expect(await decide(handle, ofProvider(decision('four', 'steward')))).toBe('FourEyes');
      expect(await decide(handle, decision('three', 'steward'))).toBe('accepted');
      expect(await decide(handle, decision('two', 'privacy-officer'))).toBe('accepted');
    });
    expect(result.stage).toBe('approved');
    expect(log).not.toContain('decision:one-key');
  });

  it('counts the same key once, and lets two decisions at once not both be the last', async () => {
    const { log, ...steps } = recordingActivities(() => allow);
    const input = { submission, ...PATIENCE };
    const result = await server.through('onboardSource', input, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      const one = decision('one', 'steward');
      const answers = await Promise.all([
        decide(handle, one),
        decide(handle, one),
        decide(handle, decision('three', 'steward')),
        decide(handle, decision('two', 'privacy-officer')),
      ]);
      // Whichever steward came first: one of them counts, both sends of one key are answered alike.
      const [first, again, other, officer] = answers;
      expect(again === 'accepted').toBe(first === 'accepted');
      expect([first, other].filter((answer) => answer === 'accepted')).toHaveLength(1);
      expect(officer).toBe('accepted');
      expect(first === 'accepted' ? other : first).not.toBe('accepted');
    });
    expect(result.stage).toBe('approved');
    expect(log.filter((line) => line.startsWith('decision:'))).toHaveLength(2);
  });

  it('answers every one of three decisions in one workflow task, and one steward in vain', async () => {
    const { log, ...steps } = recordingActivities(() => allow);
    const handle = await server.start('onboardSource', { submission, ...PATIENCE });
    await server.serving(steps, () => until(handle, 'awaitingDecision'));
    const people = [decision('one', 'steward'), decision('three', 'steward')];
    const sent = [...people, decision('two', 'privacy-officer')].map((taken) => decide(handle, taken));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await server.serving(steps, async () => {
      const [officer, ...stewards] = (await Promise.all(sent)).reverse();
      expect(officer).toBe('accepted');
      // In which order they are handled is open; the second steward comes in vain before or after the officer.
      expect(stewards.filter((answer) => answer === 'accepted')).toHaveLength(1);
      expect(stewards.filter((answer) => /^(AlreadyDecided|RequestClosed)$/.test(answer))).toHaveLength(1);
      expect(await handle.result()).toMatchObject({ stage: 'approved' });
    });
    expect(log.filter((line) => line.startsWith('decision:'))).toHaveLength(2);
    const { events } = await handle.fetchHistory();
    const accepted = (events ?? []).flatMap(
      (event) => event.workflowExecutionUpdateAcceptedEventAttributes ?? [],
    );
    expect(accepted).toHaveLength(3);
    expect(new Set(accepted.map((one) => String(one.acceptedRequestSequencingEventId))).size).toBe(1);
  });

  it('ends at once where the gate denies, and asks nobody', async () => {
    const { log, ...steps } = recordingActivities(() => deny('L05'));
    const result = await server.through('onboardSource', { submission, ...PATIENCE }, steps);
    expect(result.stage).toBe('refused');
    expect(log).toEqual(['submission', 'G0#0', 'onboardingRefused']);
  });

  it('ends in the log where the gate cannot be asked, and waits for nobody', async () => {
    const { log, ...steps } = recordingActivities(() => {
      throw new SluisError('CatalogConflict', 'this question of a test has no answer');
    });
    const result = await server.through('onboardSource', { submission, ...PATIENCE }, steps);
    expect(result.stage).toBe('refused');
    expect(log).toEqual(['submission', 'G0#0', 'onboardingRefused']);
  });

  it('reminds while it waits and expires when nobody decides; then it is closed', async () => {
    const short = { decideWithin: 2500, remindAfter: 1000 };
    const { log, ...steps } = recordingActivities(() => allow);
    await server.serving(steps, async () => {
      const handle = await server.start('onboardSource', { submission, ...short });
      expect(await handle.result()).toMatchObject({ stage: 'expired' });
      expect(await decide(handle, decision('one', 'steward'))).toBe('WorkflowNotFoundError');
    });
    expect(log).toEqual(['submission', 'G0#0', 'reminderDue', 'reminderDue', 'onboardingExpired']);
  });

  it('reminds only those who have not decided yet, each time as an event of its own', async () => {
    const { events, ...steps } = recordingActivities(() => allow);
    const reminders = () => events.flatMap((event) => (event.type === 'reminderDue' ? [event] : []));
    const input = { submission, decideWithin: 30_000, remindAfter: 500 };
    await server.through('onboardSource', input, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      await eventually(() => reminders().length > 0);
      await decide(handle, decision('one', 'steward'));
      const told = reminders().length;
      await eventually(() => reminders().length > told + 1);
      await decide(handle, decision('two', 'privacy-officer'));
    });
    expect(reminders()[0]?.body.waitingFor).toEqual(['steward', 'privacy-officer']);
    expect(reminders().at(-1)?.body.waitingFor).toEqual(['privacy-officer']);
    expect(reminders().map(({ passage }) => passage)).toEqual(reminders().map((_, at) => at));
  });
});

describe('ingestDelivery', () => {
  const deliver = async (handle: WorkflowHandle) => {
    await handle.executeUpdate(messages.openIntake, { args: [handle.workflowId] });
    await handle.executeUpdate(messages.sealDelivery, { args: [SENT] });
  };
  const review = (handle: WorkflowHandle, taken: Decision) =>
    answerTo(handle.executeUpdate(messages.decideReview, { args: [taken] }));

  it('asks every gate in its place and ends in curated', async () => {
    const { log, ...steps } = recordingActivities(() => allow);
    const result = await server.through('ingestDelivery', INGEST, steps, deliver);
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
    const { log, ...steps } = recordingActivities(({ gate }) => (gate === 'G1' ? deny('C03') : allow));
    const result = await server.through('ingestDelivery', INGEST, steps, deliver);
    expect(result).toMatchObject({ stage: 'refused', codes: ['C03'], rowsOut: null });
    expect(log.slice(-3)).toEqual(['G1#0', 'deliveryRefused', 'quarantined']);
  });

  it.each([
    ['opened', { unasked: true as const }],
    ['not-needed', {}],
  ])('has a breach assessment %s by what the gate says of how it came', async (breachAssessment, more) => {
    const steps = recordingActivities(({ gate }) => (gate === 'G1' ? { ...deny('W06'), ...more } : allow));
    await server.through('ingestDelivery', INGEST, steps, deliver);
    const { body } = steps.events.find(({ type }) => type === 'quarantined') ?? {};
    expect(body).toMatchObject({ codes: ['W06'], breachAssessment });
  });

  it.each([
    ['at its term where the data is real', 'production', 14 * 24 * 3_600_000],
    ['when it is asked for where all data is made up', 'demo', 1000],
  ] as const)('is destroyed %s', async (_, mode, term) => {
    const steps = recordingActivities(({ gate }) => ({ ...(gate === 'G1' ? deny('C03') : allow), mode }));
    const before = Date.now();
    const hasty = { ...INGEST, quarantining: { destroyWithin: 1000 } };
    await server.through('ingestDelivery', hasty, steps, deliver);
    const quarantined = steps.events.find(({ type }) => type === 'quarantined');
    const { destroyBy } = quarantined?.body as { destroyBy: string };
    expect(Date.parse(destroyBy)).toBeGreaterThanOrEqual(before + term);
    expect(Date.parse(destroyBy)).toBeLessThanOrEqual(Date.now() + term);
  });

  it('takes nothing where the gate of the moment denies', async () => {
    const { log, ...steps } = recordingActivities(() => deny('S03'));
    const result = await server.through('ingestDelivery', INGEST, steps, async (handle) => {
      expect(await answerTo(handle.executeUpdate(messages.openIntake, { args: [handle.workflowId] }))).toBe(
        'PolicyRefused',
      );
    });
    expect(result).toMatchObject({ stage: 'refused', codes: ['S03'] });
    expect(log).toEqual(['G0#0']);
  });

  it('refuses to seal before the intake is open, and other parts than were announced', async () => {
    const { log, ...steps } = recordingActivities(() => allow);
    const seal = (handle: WorkflowHandle, parts: readonly unknown[]) =>
      answerTo(handle.executeUpdate('sealDelivery', { args: [{ ...SENT, parts }] }));
    const result = await server.through('ingestDelivery', INGEST, steps, async (handle) => {
      expect(await seal(handle, SENT.parts)).toBe('RequestClosed');
      await handle.executeUpdate(messages.openIntake, { args: [handle.workflowId] });
      expect(await seal(handle, [...SENT.parts, ...SENT.parts])).toBe('UsageInvalid');
      expect(await seal(handle, SENT.parts)).toBe('accepted');
    });
    expect(result.stage).toBe('curated');
    expect(log.filter((line) => line === 'land')).toHaveLength(1);
  });

  it('puts a REVIEW to two persons and asks the gate again after their approval', async () => {
    const answers = ({ gate, passage }: GateQuestion): GateAnswer =>
      gate === 'G1' && passage === 0 ? { outcome: 'REVIEW', codes: ['L01'], verdictHash: HASH } : allow;
    const { log, ...steps } = recordingActivities(answers, { control: { partakersOf: providing } });
    const result = await server.through('ingestDelivery', INGEST, steps, async (handle) => {
      expect(await review(handle, decision('one', 'steward'))).toBe('RequestClosed');
      await deliver(handle);
      await until(handle, 'awaitingDecision');
      expect(await review(handle, ofProvider(decision('four', 'steward')))).toBe('FourEyes');
      expect(await review(handle, decision('one', 'steward'))).toBe('accepted');
      expect(await review(handle, decision('two', 'privacy-officer'))).toBe('accepted');
    });
    expect(result.stage).toBe('curated');
    expect(log).toContain('reviewRequested');
    expect(log.indexOf('G1#1')).toBeGreaterThan(log.indexOf('decision:two-key'));
  });

  it('takes no decision on a review that has been decided while the delivery goes on', async () => {
    const answers = ({ gate, passage }: GateQuestion): GateAnswer =>
      gate === 'G1' && passage === 0 ? { outcome: 'REVIEW', codes: ['L01'], verdictHash: HASH } : allow;
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const plain = recordingActivities(() => allow);
    const pseudonymiseDelivery = async (id: string) => {
      await held;
      return await plain.vault.pseudonymiseDelivery(id);
    };
    const { log, ...steps } = recordingActivities(answers, { vault: { pseudonymiseDelivery } });
    const result = await server.through('ingestDelivery', INGEST, steps, async (handle) => {
      await deliver(handle);
      await until(handle, 'awaitingDecision');
      await review(handle, decision('one', 'steward'));
      await review(handle, decision('two', 'privacy-officer'));
      expect(await review(handle, decision('late', 'steward'))).toBe('RequestClosed');
      goOn();
    });
    expect(result.stage).toBe('curated');
    expect(log.filter((line) => line.startsWith('decision:'))).toHaveLength(2);
  });

  it.each([
    ['landing', 'G1', { vault: { land: fails('SourceMalformed') } }],
    ['profiling', 'G1', { vault: { profileDelivery: fails('SourceMalformed') } }],
    ['pseudonymising', 'G2', { vault: { pseudonymiseDelivery: fails('SourceMalformed') } }],
    ['curating', 'G3', { data: { curateDataset: fails('SourceMalformed') } }],
  ])('closes the delivery whose %s ended for good, before gate %s, and says so', async (step, gate, failing) => {
    const { log, events, ...steps } = recordingActivities(() => allow, failing);
    const result = await server.through('ingestDelivery', INGEST, steps, deliver);
    expect(result).toMatchObject({ stage: 'refused', codes: ['SourceMalformed'], version: null });
    expect(result.failure).toMatchObject({ step, code: 'SourceMalformed' });
    expect(log.slice(-2)).toEqual(['deliveryRefused', 'quarantined']);
    expect(log).not.toContain('curated');
    const [refused, quarantined] = events.slice(-2);
    expect(refused?.body).toEqual({ deliveryId: 'd1', gate, codes: ['SourceMalformed'] });
    expect(quarantined?.body).toMatchObject({
      subject: { kind: 'delivery', id: 'd1' },
      codes: ['SourceMalformed'],
    });
  });

  it('tries a step again whose store was away, and refuses nothing', async () => {
    let tries = 0;
    const plain = recordingActivities(() => allow);
    const land: typeof plain.vault.land = async (...given) => {
      tries += 1;
      if (tries === 1) throw new SluisError('StoreUnavailable', 'the store does not answer');
      await plain.vault.land(...given);
    };
    const { log, ...steps } = recordingActivities(() => allow, { vault: { land } });
    const result = await server.through('ingestDelivery', INGEST, steps, deliver);
    expect(tries).toBe(2);
    expect(result).toMatchObject({ stage: 'curated', codes: [] });
    expect(log).not.toContain('deliveryRefused');
  });

  it('ends as aborted, and not in failure, where the vault cannot open its intake', async () => {
    const { log, ...steps } = recordingActivities(() => allow, {
      vault: { openDelivery: fails('KeyDestroyed') },
    });
    const impatient = { ...INGEST, sendWithin: 700 };
    const result = await server.through('ingestDelivery', impatient, steps, async (handle) => {
      expect(
        await answerTo(handle.executeUpdate(messages.openIntake, { args: [handle.workflowId] })),
      ).not.toBe('accepted');
    });
    expect(result).toMatchObject({ stage: 'aborted', deliveryId: null });
    expect(log).toEqual(['G0#0']);
  });

  it('takes back at once what the vault has opened where the log refused it', async () => {
    const plain = recordingActivities(() => allow);
    const record: typeof plain.control.record = async (event) => {
      if (event.type === 'deliveryOpened') throw new SluisError('CatalogConflict', 'refused');
      await plain.control.record(event);
    };
    const { log, ...steps } = recordingActivities(() => allow, { control: { record } });
    const result = await server.through('ingestDelivery', INGEST, steps, async (handle) => {
      expect(
        await answerTo(handle.executeUpdate(messages.openIntake, { args: [handle.workflowId] })),
      ).not.toBe('accepted');
    });
    expect(result).toMatchObject({ stage: 'aborted', deliveryId: null });
    expect(log).toEqual(['G0#0', 'abort']);
  });

  it('aborts when the sender never finishes', async () => {
    const { log, ...steps } = recordingActivities(() => allow);
    const impatient = { ...INGEST, sendWithin: 700 };
    const result = await server.through('ingestDelivery', impatient, steps, async (handle) => {
      await handle.executeUpdate(messages.openIntake, { args: [handle.workflowId] });
    });
    expect(result.stage).toBe('aborted');
    expect(log).toEqual(['G0#0', 'deliveryOpened', 'deliveryAborted', 'abort']);
  });

  it('removes nothing of what the log refuses to call aborted', async () => {
    const plain = recordingActivities(() => allow);
    const record: typeof plain.control.record = async (event) => {
      if (event.type === 'deliveryAborted') throw new SluisError('CatalogConflict', 'refused');
      await plain.control.record(event);
    };
    const { log, ...steps } = recordingActivities(() => allow, { control: { record } });
    await expect(server.through('ingestDelivery', { ...INGEST, reopens: 'd1' }, steps)).rejects.toThrow();
    expect(log).not.toContain('abort');
  });

  it('is opened again by the workflow that opened it alone, and nothing is done where it is not', async () => {
    const { log, ...steps } = recordingActivities(() => allow, {
      control: { standingDelivery: fails('DatasetUnknown') },
    });
    await expect(server.through('ingestDelivery', { ...INGEST, reopens: 'd1' }, steps)).rejects.toThrow();
    expect(log).toEqual([]);
  });

  it('goes on from what the log says of it, and not from what the client says', async () => {
    const standingDelivery = async (deliveryId: string) => ({
      deliveryId,
      sourceId: 'recorded',
      contractHash: HASH,
      sent: SENT,
      zone: 'pseudonymised' as const,
      refused: null,
    });
    const { log, events, ...steps } = recordingActivities(
      ({ gate }) => (gate === 'G1' ? deny('C03') : allow),
      {
        control: { standingDelivery },
      },
    );
    const result = await server.through('ingestDelivery', { ...INGEST, reopens: 'd1' }, steps);
    expect(result).toMatchObject({ deliveryId: 'd1', stage: 'refused', codes: ['C03'] });
    expect(log).toEqual(['land', 'landed', 'profiled', 'G1#0', 'deliveryRefused', 'quarantined']);
    expect(events.at(-1)?.body).toMatchObject({ sourceId: 'recorded', zone: 'pseudonymised' });
  });
});
