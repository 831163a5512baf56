import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DataActivities } from '../activities/contract.js';
import { SluisError } from '../domain/errors.js';
import type { GateAnswer } from '../domain/ingest.js';
import * as messages from './messages.js';
import { fails, recordingActivities } from './testing/recording-activities.js';
import {
  allow,
  decision,
  deny,
  HASH,
  ofProvider,
  providing,
  RELEASE,
  RUN,
  request,
} from './testing/requests.js';
import { answerTo, eventually, until, workflowServerForTests } from './testing/workflow-server.js';

const server = workflowServerForTests();

const plainSteps = recordingActivities(() => allow);
const TABLE = { zone: 'result', key: 't', sha256: HASH } as const;
/** Work that ended without use; what is asked to be removed of it is noted. */
const removing = (answers: () => GateAnswer, data: Partial<DataActivities>) => {
  const removed: unknown[] = [];
  const removeCopies: DataActivities['removeCopies'] = async (subject, versions) => {
    removed.push(subject);
    return versions.map((of) => ({ of, objects: [TABLE] }));
  };
  const steps = recordingActivities(answers, {
    control: {
      destructionDue: async () => ({ state: 'ended' }),
      quarantineCopies: async ({ kind }) => (kind === 'release' ? [HASH] : []),
    },
    data: { removeCopies, ...data },
  });
  return { ...steps, removed };
};
const unanswered = () => {
  throw new SluisError('CatalogConflict', 'this question of a test has no answer');
};

describe('runTheme', () => {
  it('asks G4 before anything is read, and ends at a result', async () => {
    const { log, ...steps } = recordingActivities(() => allow);
    const result = await server.through('runTheme', RUN, steps);
    expect(result).toEqual({
      runId: 'run-1',
      stage: 'ready',
      codes: [],
      version: 'r1',
      rows: 4,
      failure: null,
      review: null,
    });
    expect(log).toEqual(['runRequested', 'G4#0', 'analysed']);
  });

  it.each(['DENY', 'REVIEW'] as const)('reads nothing where G4 says %s', async (outcome) => {
    let analysed = 0;
    const analyseTheme = async () => {
      analysed += 1;
      throw new Error('nothing was granted');
    };
    const { log, events, ...steps } = recordingActivities(() => ({ ...deny('P01'), outcome }), {
      data: { analyseTheme },
    });
    const result = await server.through('runTheme', RUN, steps);
    expect(result).toMatchObject({ stage: 'refused', codes: ['P01'], version: null });
    expect(log).toEqual(['runRequested', 'G4#0', 'runRefused']);
    expect(events.at(-1)?.body).toEqual({ runId: 'run-1', gate: 'G4', codes: ['P01'] });
    expect(analysed).toBe(0);
  });

  it('is refused under the code with which the analysis ended', async () => {
    const { log, ...steps } = recordingActivities(() => allow, {
      data: { analyseTheme: fails('SqlRefused') },
    });
    const result = await server.through('runTheme', RUN, steps);
    expect(result).toMatchObject({ stage: 'refused', codes: ['SqlRefused'], version: null });
    const message = 'this step of a test ends here';
    expect(result.failure).toEqual({ step: 'analysing', code: 'SqlRefused', message });
    expect(log).toEqual(['runRequested', 'G4#0', 'runRefused']);
  });

  it.each([
    ['its gate, also where it was begun before', () => deny('P01'), {}],
    ['a step that failed', () => allow, { analyseTheme: fails('DigestMismatch') }],
  ] as const)('refused by %s ends with the removal of whatever it wrote, once that stands in the log', async (how, answers, data) => {
    const { log, events, removed, ...steps } = removing(answers, data);
    const run = { request: { runId: `run of ${how}` } };
    await server.through('runTheme', run, steps, () => eventually(() => removed.length === 1));
    expect(removed).toEqual([{ kind: 'run', id: run.request.runId }]);
    expect(log.at(-1)).toBe('runRefused');
    expect(events.map(({ type }) => type)).not.toContain('destroyed');
  });

  it('is refused by a gate that could not read what it judges by, and says why', async () => {
    const failure = { code: 'ThemeUnknown', message: 'There is no such theme; see: sluis themes' };
    const unread = { ...deny('S00'), codes: ['S00', 'ThemeUnknown'], failure };
    const { log, events, ...steps } = recordingActivities(() => unread);
    const result = await server.through('runTheme', RUN, steps);
    expect(result).toMatchObject({
      stage: 'refused',
      codes: ['S00', 'ThemeUnknown'],
      failure: { step: 'checking', ...failure },
    });
    expect(log).toEqual(['runRequested', 'G4#0', 'runRefused']);
    expect(events.at(-1)?.body).toEqual({ runId: 'run-1', gate: 'G4', codes: ['S00', 'ThemeUnknown'] });
  });

  it('ends in the log where its gate cannot be asked at all', async () => {
    const { log, ...steps } = recordingActivities(unanswered);
    const result = await server.through('runTheme', RUN, steps);
    expect(result).toMatchObject({
      stage: 'refused',
      failure: { step: 'checking', code: 'CatalogConflict' },
    });
    expect(log).toEqual(['runRequested', 'G4#0', 'runRefused']);
  });

  it('is judged, read and recorded by the one id of its request, whatever else the client says', async () => {
    const of: string[] = [];
    const { log: _, ...steps } = recordingActivities(
      ({ subject }) => {
        of.push(subject.id);
        return allow;
      },
      {
        control: { recordMade: async ({ id }) => void of.push(id) },
        data: {
          analyseTheme: async ({ runId }) => {
            of.push(runId);
            return await plainSteps.data.analyseTheme(RUN.request as never);
          },
        },
      },
    );
    const result = await server.through('runTheme', { ...RUN, runId: 'innocent' }, steps);
    expect(result).toMatchObject({ runId: 'run-1', stage: 'ready' });
    expect(of).toEqual(['run-1', 'run-1', 'run-1']);
  });

  it('is tried again where the failure will pass, and refused by nothing', async () => {
    let tries = 0;
    const plain = recordingActivities(() => allow);
    const analyseTheme: typeof plain.data.analyseTheme = async (asked) => {
      tries += 1;
      if (tries < 3) throw new SluisError('StoreUnavailable', 'the store does not answer');
      return await plain.data.analyseTheme(asked);
    };
    const { log, ...steps } = recordingActivities(() => allow, { data: { analyseTheme } });
    const result = await server.through('runTheme', RUN, steps);
    expect(tries).toBe(3);
    expect(result.stage).toBe('ready');
    expect(log).not.toContain('runRefused');
  });
});

describe('releaseResult', () => {
  const checker = (choice: 'approve' | 'reject' = 'approve') =>
    decision('checker', 'output-checker', { choice });

  it('publishes only after another person has decided, and asks the gate before and after', async () => {
    const { log, ...steps } = recordingActivities(() => allow);
    const result = await server.through('releaseResult', RELEASE, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      const own = decision('submitter', 'output-checker');
      expect(await answerTo(handle.executeUpdate(messages.decideRelease, { args: [own] }))).toBe('FourEyes');
      expect(log).not.toContain('released');
      await handle.executeUpdate(messages.decideRelease, { args: [checker()] });
    });
    expect(result).toMatchObject({ stage: 'released', rows: 4, hidden: 1, version: 'o1' });
    const all = ['releaseRequested', 'protected', 'G5#0', 'decision:checker-key', 'G5#1', 'released'];
    expect(log).toEqual(all);
  });

  it('is judged, decided and recorded as its event says it, whatever else the client says', async () => {
    const { submitter } = request;
    const forged = {
      requestId: 'other',
      subjectHash: HASH,
      deciders: ['analyst'],
      submitter: checker().actor,
    };
    const of: string[] = [];
    const { log: _, ...steps } = recordingActivities(
      ({ subject }) => {
        of.push(subject.id);
        return allow;
      },
      {
        control: {
          recordMade: async ({ id }) => void of.push(id),
          recordDecision: async (asked, taken) => {
            of.push(asked.requestId, asked.submitter.person, ...asked.deciders);
            return taken;
          },
        },
      },
    );
    const input = { ...RELEASE, releaseId: 'innocent', request: forged };
    const result = await server.through('releaseResult', input, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      await handle.executeUpdate(messages.decideRelease, { args: [checker()] });
    });
    expect(result).toMatchObject({ releaseId: 'x1', stage: 'released' });
    expect(of).toEqual(['x1', 'x1', 'x1', submitter.person, 'output-checker', 'x1', 'x1']);
  });

  it('takes no decision of an author of the theme, or of the staff of a provider, by what control knows', async () => {
    const partakersOf = async () => ({ ...(await providing()), excludedPersons: ['author'] });
    const steps = recordingActivities(() => allow, { control: { partakersOf } });
    const result = await server.through('releaseResult', RELEASE, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      const staff = ofProvider(decision('another', 'output-checker'));
      for (const own of [decision('author', 'output-checker'), staff])
        expect(await answerTo(handle.executeUpdate(messages.decideRelease, { args: [own] }))).toBe(
          'FourEyes',
        );
      await handle.executeUpdate(messages.decideRelease, { args: [checker()] });
    });
    expect(result.stage).toBe('released');
  });

  it('publishes nothing where the checker rejects', async () => {
    const { log, ...steps } = recordingActivities(() => allow);
    const result = await server.through('releaseResult', RELEASE, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      await handle.executeUpdate(messages.decideRelease, { args: [checker('reject')] });
    });
    expect(result.stage).toBe('rejected');
    expect(log.at(-1)).toBe('releaseRejected');
    expect(log).not.toContain('released');
  });

  it('publishes nothing where nobody decides', async () => {
    const { log, ...steps } = recordingActivities(() => allow);
    const short = { ...RELEASE, decideWithin: 1500, remindAfter: 1000 };
    const result = await server.through('releaseResult', short, steps);
    expect(result).toMatchObject({ stage: 'expired', version: null });
    expect(log).toEqual(['releaseRequested', 'protected', 'G5#0', 'reminderDue', 'releaseExpired']);
  });

  it.each([
    [0, ['releaseRequested', 'protected', 'G5#0', 'releaseRefused', 'retract']],
    [
      1,
      ['releaseRequested', 'protected', 'G5#0', 'decision:checker-key', 'G5#1', 'releaseRefused', 'retract'],
    ],
  ])('publishes nothing where G5 denies in passage %i', async (refusing, order) => {
    const { log, ...steps } = recordingActivities(({ passage }) =>
      passage === refusing ? deny('O06') : allow,
    );
    const result = await server.through('releaseResult', RELEASE, steps, async (handle) => {
      if (refusing === 0) return;
      await until(handle, 'awaitingDecision');
      await handle.executeUpdate(messages.decideRelease, { args: [checker()] });
    });
    expect(result).toMatchObject({ stage: 'refused', codes: ['O06'], version: null });
    expect(log).toEqual(order);
  });

  it('is refused by O01 where the result cannot be protected, before any gate or person is asked', async () => {
    const { log, ...steps } = recordingActivities(() => allow, {
      data: { protectResult: fails('NotProtectable') },
    });
    const result = await server.through('releaseResult', RELEASE, steps);
    expect(result).toMatchObject({ stage: 'refused', codes: ['O01'], rows: null, request: null });
    expect(result.failure).toMatchObject({ step: 'protecting', code: 'NotProtectable' });
    expect(log).toEqual(['releaseRequested', 'releaseRefused']);
  });

  it.each([
    ['releaseRejected', () => allow, 'reject', {}],
    ['releaseExpired', () => allow, null, {}],
    ['releaseRefused', () => deny('O06'), null, {}],
    ['releaseRefused', () => allow, null, { protectResult: fails('DigestMismatch') }],
    ['releaseRefused', () => allow, 'approve', { publishRelease: fails('DigestMismatch') }],
  ] as const)('that ends by %s has its tables removed after that, and the log says so of their version alone', async (closing, answers, choice, data) => {
    const { log, events, removed, ...steps } = removing(answers, data);
    const releaseId = randomUUID();
    const release = { ...RELEASE, body: { ...RELEASE.body, releaseId } };
    const short = choice === null ? { decideWithin: 900, remindAfter: 600 } : {};
    await server.through('releaseResult', { ...release, ...short }, steps, async (handle) => {
      if (choice !== null) {
        await until(handle, 'awaitingDecision');
        await handle.executeUpdate(messages.decideRelease, { args: [checker(choice)] });
      }
      await eventually(() => log.includes('destroyed'));
    });
    expect(removed).toEqual([{ kind: 'release', id: releaseId }]);
    expect(log.filter((type) => ['destroyed', closing].includes(type))).toEqual([closing, 'destroyed']);
    const subject = { kind: 'dataset-version', id: HASH };
    expect(events.at(-1)?.body).toEqual({ subject, objects: [TABLE], keyIds: [] });
  });

  it('ends in the log, and publishes nothing, where its gate cannot be asked at all', async () => {
    const { log, ...steps } = recordingActivities(unanswered);
    const result = await server.through('releaseResult', RELEASE, steps);
    expect(result).toMatchObject({
      stage: 'refused',
      failure: { step: 'checking', code: 'CatalogConflict' },
    });
    expect(log).toEqual(['releaseRequested', 'protected', 'G5#0', 'releaseRefused', 'retract']);
  });

  it('is refused under the code with which the publication ended, and takes back what of it is public', async () => {
    const { log, events, ...steps } = recordingActivities(() => allow, {
      data: { publishRelease: fails('DigestMismatch') },
    });
    const result = await server.through('releaseResult', RELEASE, steps, async (handle) => {
      await until(handle, 'awaitingDecision');
      await handle.executeUpdate(messages.decideRelease, { args: [checker()] });
    });
    expect(result).toMatchObject({ stage: 'refused', codes: ['DigestMismatch'], version: null });
    expect(log.slice(-2)).toEqual(['releaseRefused', 'retract']);
    expect(events.at(-1)?.body).toMatchObject({ releaseId: 'x1', gate: 'G5', codes: ['DigestMismatch'] });
  });
});
