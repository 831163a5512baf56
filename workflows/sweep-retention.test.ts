import { describe, expect, it } from 'vitest';
import type { Subject } from '../catalog/event-bodies.js';
import type { GateAnswer } from '../domain/ingest.js';
import { SCHEDULES } from '../domain/names.js';
import { fails, recordingActivities } from './testing/recording-activities.js';
import { allow, deny, HASH, RELEASE, RUN } from './testing/requests.js';
import { eventually, workflowServerForTests } from './testing/workflow-server.js';

const server = workflowServerForTests();
const VERSION = { kind: 'dataset-version', id: HASH } as const;
const LANDED = { kind: 'delivery', id: 'd1' } as const;

/** Steps that tell which destructions began: each looks once at its term, and finds that it is gone. */
function steps(answer: GateAnswer, quarantinePastRetention: () => Promise<readonly Subject[]>) {
  const destroying: Subject[] = [];
  const made = recordingActivities(() => answer, {
    control: {
      quarantinePastRetention,
      destructionDue: async (subject) => {
        // What a refused run or release wrote goes too, by another way.
        if (['dataset-version', 'delivery'].includes(subject.kind)) destroying.push(subject);
        return { state: 'gone' };
      },
    },
  });
  return { ...made, destroying };
}
const both = async () => [VERSION, LANDED];

describe('what is past its retention', () => {
  it('is handed over by each sweep, each to a destruction of its own', async () => {
    const { destroying, ...made } = steps(allow, both);
    for (const times of [2, 4])
      await server.through('sweepRetention', SCHEDULES.retention, made, () =>
        eventually(() => destroying.length === times),
      );
    expect(destroying).toEqual(expect.arrayContaining([VERSION, LANDED]));
  });

  it.each([
    ['run', 'runTheme', RUN],
    ['release', 'releaseResult', RELEASE],
  ] as const)('is handed over when a gate refuses a %s for it', async (_, workflow, input) => {
    const { destroying, log, ...made } = steps(deny('T01'), both);
    const done = server.through(workflow, input, made, () => eventually(() => destroying.length === 2));
    expect(await done).toMatchObject({ stage: 'refused', codes: ['T01'] });
    expect(destroying).toEqual(expect.arrayContaining([VERSION, LANDED]));
  });

  it.each([
    ['run', 'runTheme', RUN],
    ['release', 'releaseResult', RELEASE],
  ] as const)('is not looked for where a gate refuses a %s for another reason', async (_, workflow, input) => {
    let asked = 0;
    const { destroying: _none, ...made } = steps(deny('P01'), async () => {
      asked += 1;
      return [];
    });
    expect(await server.through(workflow, input, made)).toMatchObject({ stage: 'refused' });
    expect(asked).toBe(0);
  });

  it('leaves a run refused where it cannot be handed over now: the next sweep does it', async () => {
    const { destroying, ...made } = steps(deny('T01'), fails('CatalogConflict'));
    expect(await server.through('runTheme', RUN, made)).toMatchObject({ stage: 'refused', codes: ['T01'] });
    expect(destroying).toEqual([]);
  });
});
