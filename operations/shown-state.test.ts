import { describe, expect, it } from 'vitest';
import { type Described, shownNow, shownState } from './shown-state.js';

/** A handle whose workflow shows one memo after the other, the last one for ever. */
function showing(...memos: readonly (Record<string, unknown> | undefined)[]): Described {
  let asked = 0;
  const describe = async () => ({ memo: memos[Math.min(asked++, memos.length - 1)] });
  return { describe } as unknown as Described;
}

const state = { stage: 'curating' };
const review = { request: { requestId: 'd1:G3' }, stage: 'awaitingDecision' };

describe('the state of a workflow', () => {
  it('is what its memo holds, with what it puts to people', async () => {
    expect(await shownState(showing({ state, review }))).toEqual({ ...state, review, request: null });
  });

  it('is waited for until the first task has shown one', async () => {
    expect(await shownState(showing(undefined, {}, { state }))).toMatchObject(state);
    expect(await shownNow(showing(undefined))).toEqual({ state: null, review: null, request: null });
  });

  it('ends in an error of ours, with the next command, where no worker takes it up', async () => {
    const error = await shownState(showing(undefined), 0).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'TemporalUnavailable' });
    expect(String(error)).toContain('sluis status');
  });

  it('ends in an error of ours where Temporal does not answer', async () => {
    const away = { describe: () => Promise.reject(new Error('no connection')) } as unknown as Described;
    await expect(shownState(away)).rejects.toMatchObject({ code: 'TemporalUnavailable' });
  });
});
