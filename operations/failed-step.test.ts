import { describe, expect, it } from 'vitest';
import type { Access } from './access.js';
import { failedStepOf } from './failed-step.js';

/** An access to a Temporal that answers this memo, or that has forgotten the workflow. */
const shows = (memo: object | null) =>
  ({
    client: {
      workflow: {
        getHandle: () => ({
          describe: async () => {
            if (memo === null) throw new Error('not found');
            return { memo };
          },
        }),
      },
    },
  }) as unknown as Access;

describe('the step at which something failed', () => {
  const failure = {
    step: 'profiling',
    code: 'SourceMalformed',
    message: 'Part 1 holds a NUL byte.',
  } as const;

  it('is what the workflow shows of itself', async () => {
    expect(await failedStepOf(shows({ state: { failure } }), 'w', ['SourceMalformed'])).toEqual(failure);
  });

  it('is the code of the catalog where Temporal has forgotten the workflow', async () => {
    const told = { step: null, code: 'SourceMalformed', message: null };
    expect(await failedStepOf(shows(null), 'w', ['S00', 'SourceMalformed'])).toEqual(told);
  });

  it('is none where rules or people ended it', async () => {
    expect(await failedStepOf(shows({ state: { failure: null } }), 'w', ['L05'])).toBeNull();
    expect(await failedStepOf(shows(null), 'w', ['L05'])).toBeNull();
  });
});
