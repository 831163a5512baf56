import { QueryNotRegisteredError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { askState } from './ask-state.js';

const refusing = () => Promise.reject(new QueryNotRegisteredError('it replays', 3));

describe('the state of a workflow', () => {
  it('is asked again while a worker that has just started refuses the query', async () => {
    let asked = 0;
    const state = await askState(() => (++asked < 3 ? refusing() : Promise.resolve('waiting')));
    expect([state, asked]).toEqual(['waiting', 3]);
  });

  it('ends in an error of ours, with the next command, where the refusal goes on', async () => {
    const error = await askState(refusing, 0).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'TemporalUnavailable' });
    expect(String(error)).not.toContain('replays');
  });

  it('is not asked again after any other failure', async () => {
    let asked = 0;
    const failing = () => {
      asked += 1;
      return Promise.reject(new Error('no connection'));
    };
    await expect(askState(failing)).rejects.toMatchObject({ code: 'TemporalUnavailable' });
    expect(asked).toBe(1);
  });
});
