import { describe, expect, it } from 'vitest';
import type { DataActivities, Destruction, VaultActivities } from '../activities/contract.js';
import type { Destroyed } from '../catalog/event-bodies.js';
import * as messages from './messages.js';
import { fails, recordingActivities } from './testing/recording-activities.js';
import { allow, HASH } from './testing/requests.js';
import { eventually, workflowServerForTests } from './testing/workflow-server.js';

const server = workflowServerForTests();
const DELIVERY = { kind: 'delivery', id: 'd1' } as const;
const LANDED = { zone: 'landing', key: 'd1/a1/1', sha256: HASH } as const;
const COPY = { zone: 'pseudonymised', key: 'p', sha256: HASH } as const;
const UNRECORDED = { zone: 'result', key: 'u', sha256: HASH } as const;
const CURATED = { zone: 'curated', key: 'c', sha256: HASH } as const;
/** Long enough that only what a test does ends a pause. */
const LONG = 3_600_000;

/** Answers each look at the term in turn, and the last for ever. */
function looks(...states: readonly Destruction[]) {
  let at = 0;
  return async (): Promise<Destruction> => {
    at += 1;
    return states[Math.min(at, states.length) - 1] as Destruction;
  };
}

function steps(destructionDue: () => Promise<Destruction>, vault: Partial<VaultActivities> = {}) {
  return recordingActivities(() => allow, {
    control: { destructionDue, quarantineCopies: async () => [HASH] },
    vault: {
      removeCopies: async () => [{ of: HASH, objects: [COPY] }],
      destroyDelivery: async () => ({ objects: [LANDED], keyIds: ['k1'] }),
      ...vault,
    },
    data: { removeCopies: async () => [{ of: HASH, objects: [CURATED] }] },
  });
}

describe('what stands in quarantine', () => {
  it('loses its copies at once, each named with the version it was made of, and goes itself at its term', async () => {
    const { events, ...made } = steps(
      looks({ state: 'waits', left: 50 }, { state: 'waits', left: 50 }, { state: 'due' }),
    );
    await server.through('destroyQuarantined', { subject: DELIVERY, askAgainAfter: LONG }, made);
    expect(events.map(({ type, body }) => [type, body])).toEqual([
      ['destroyed', { subject: { kind: 'dataset-version', id: HASH }, objects: [COPY, CURATED], keyIds: [] }],
      ['destroyed', { subject: DELIVERY, objects: [LANDED], keyIds: ['k1'] }],
    ]);
  });

  it('stays while a legal hold stands, and goes when it is told that this was lifted', async () => {
    let held = true;
    let seen = 0;
    const due = async (): Promise<Destruction> => {
      seen += 1;
      return { state: held ? 'held' : 'due' };
    };
    const { log, ...made } = steps(due);
    await server.through(
      'destroyQuarantined',
      { subject: DELIVERY, askAgainAfter: LONG },
      made,
      async (handle) => {
        await eventually(() => seen >= 2);
        expect(log).toEqual(['destroyed']);
        held = false;
        await handle.signal(messages.lookAgain, handle.workflowId);
      },
    );
    expect(log).toEqual(['destroyed', 'destroyed']);
  });

  it('tells with the delivery what was removed of it that no event speaks of', async () => {
    const { events, ...made } = steps(looks({ state: 'due' }), {
      removeCopies: async () => [
        { of: HASH, objects: [COPY] },
        { of: null, objects: [UNRECORDED] },
      ],
    });
    await server.through('destroyQuarantined', { subject: DELIVERY }, made);
    expect(events.map(({ body }) => body)).toEqual([
      { subject: { kind: 'dataset-version', id: HASH }, objects: [COPY, CURATED], keyIds: [] },
      { subject: DELIVERY, objects: [UNRECORDED, LANDED], keyIds: ['k1'] },
    ]);
  });

  it('stays where a hold was placed after the look and before the vault began', async () => {
    const states: Destruction['state'][] = [];
    const destroyDelivery = async () => {
      states.push('held');
      return states.length === 1 ? null : { objects: [LANDED], keyIds: [] };
    };
    const { log, ...made } = steps(looks({ state: 'due' }), { destroyDelivery });
    await server.through(
      'destroyQuarantined',
      { subject: DELIVERY, askAgainAfter: LONG },
      made,
      async (handle) => {
        await eventually(() => states.length === 1);
        expect(log).toEqual(['destroyed']);
        await handle.signal(messages.lookAgain, handle.workflowId);
      },
    );
    expect([log, states.length]).toEqual([['destroyed', 'destroyed'], 2]);
  });

  it.each([
    'vault',
    'control',
  ] as const)('is not given up where a step of %s ended for good: its copies and its term wait', async (role) => {
    let tries = 0;
    const failing = async <T>(answer: T): Promise<T> => {
      tries += 1;
      return tries === 1 ? await fails('CatalogConflict')() : answer;
    };
    const { events, ...made } = steps(looks({ state: 'due' }));
    const copies = [{ of: HASH, objects: [COPY] }];
    const other = {
      vault: { ...made.vault, removeCopies: () => failing(copies) },
      control: { ...made.control, quarantineCopies: () => failing([HASH]) },
    };
    const input = { subject: DELIVERY, askAgainAfter: 1000 };
    await server.through('destroyQuarantined', input, { ...made, [role]: other[role] });
    const kinds = events.map(({ body }) => (body as Destroyed).subject.kind);
    expect([kinds, tries]).toEqual([['dataset-version', 'delivery'], 2]);
  });

  it('is looked at again where the vault could not destroy it, and goes the next time', async () => {
    let tries = 0;
    const destroyDelivery: VaultActivities['destroyDelivery'] = async () => {
      tries += 1;
      return tries === 1 ? await fails('CatalogConflict')() : { objects: [LANDED], keyIds: [] };
    };
    const { log, ...made } = steps(looks({ state: 'due' }), { destroyDelivery });
    await server.through('destroyQuarantined', { subject: DELIVERY, askAgainAfter: 1000 }, made);
    expect([log, tries]).toEqual([['destroyed', 'destroyed'], 2]);
  });

  it('that is gone already is left alone', async () => {
    const { log, ...made } = steps(looks({ state: 'gone' }));
    await server.through('destroyQuarantined', { subject: DELIVERY }, made);
    expect(log).toEqual([]);
  });

  it.each([
    'release',
    'run',
  ] as const)('goes at once where it is a %s, also under a hold: it has nothing but what was made', async (kind) => {
    const { events, ...made } = steps(looks({ state: 'held' }));
    const subject = { kind, id: 'x1' };
    await server.through('destroyQuarantined', { subject }, made);
    expect(events.at(-1)?.body).toEqual({ subject, objects: [CURATED], keyIds: [] });
  });

  it.each([
    'release',
    'run',
  ] as const)('is not said to be destroyed itself where it never stood there: a %s that ended', async (kind) => {
    let tries = 0;
    const { events, ...made } = steps(looks({ state: 'ended' }));
    const removeCopies: DataActivities['removeCopies'] = async () => {
      tries += 1;
      return tries === 1 ? await fails('CatalogConflict')() : [{ of: HASH, objects: [CURATED] }];
    };
    const input = { subject: { kind, id: 'x1' }, askAgainAfter: 1000 };
    await server.through('destroyQuarantined', input, { ...made, data: { ...made.data, removeCopies } });
    const subject = { kind: 'dataset-version', id: HASH };
    expect(events.map(({ body }) => body)).toEqual([{ subject, objects: [CURATED], keyIds: [] }]);
    expect(tries).toBe(2);
  });

  it.each([
    ['vault', [COPY], []],
    ['data', [], [CURATED]],
  ] as const)('goes alone where the retention of a version has passed, by the %s worker whose it is', async (_, ofVault, ofData) => {
    const { events, ...made } = steps(looks({ state: 'due', alone: true }), {
      destroyVersion: async () => ofVault,
      removeCopies: fails('CatalogConflict'),
    });
    const others = { ...made, data: { ...made.data, destroyVersion: async () => ofData } };
    const subject = { kind: 'dataset-version', id: HASH } as const;
    await server.through('destroyQuarantined', { subject }, others);
    expect(events.map(({ body }) => body)).toEqual([
      { subject, objects: [...ofVault, ...ofData], keyIds: [] },
    ]);
  });

  it('stays where a worker finds a legal hold on a version past its retention, and goes once it is lifted', async () => {
    let asked = 0;
    const { events, ...made } = steps(looks({ state: 'due', alone: true }), {
      destroyVersion: async () => {
        asked += 1;
        return asked === 1 ? null : [COPY];
      },
    });
    const subject = { kind: 'dataset-version', id: HASH } as const;
    const input = { subject, askAgainAfter: LONG };
    await server.through('destroyQuarantined', input, made, async (handle) => {
      await eventually(() => asked === 1);
      expect(events).toEqual([]);
      await handle.signal(messages.lookAgain, handle.workflowId);
    });
    expect(events.map(({ body }) => body)).toEqual([{ subject, objects: [COPY], keyIds: [] }]);
  });

  it('takes nothing of what was made of a delivery that went its way', async () => {
    const { events, ...made } = steps(looks({ state: 'due', alone: true }), {
      removeCopies: fails('CatalogConflict'),
    });
    await server.through('destroyQuarantined', { subject: DELIVERY }, made);
    expect(events.map(({ body }) => body)).toEqual([
      { subject: DELIVERY, objects: [LANDED], keyIds: ['k1'] },
    ]);
  });

  it('is asked for by its id of the data worker where no version is known: a run that was stopped', async () => {
    const asked: unknown[] = [];
    const { events, ...made } = steps(looks({ state: 'due' }));
    const subject = { kind: 'run', id: 'run-1' } as const;
    await server.through(
      'destroyQuarantined',
      { subject },
      {
        ...made,
        control: { ...made.control, quarantineCopies: async () => [] },
        data: {
          ...made.data,
          removeCopies: async (...given) => {
            asked.push(given);
            return [{ of: null, objects: [UNRECORDED] }];
          },
        },
      },
    );
    expect(asked).toEqual([[subject, []]]);
    expect(events.map(({ body }) => body)).toEqual([{ subject, objects: [UNRECORDED], keyIds: [] }]);
  });
});
