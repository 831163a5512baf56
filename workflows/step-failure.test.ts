import { ActivityFailure, ApplicationFailure, CancelledFailure, TimeoutFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { stepFailure } from './step-failure.js';

const away = ApplicationFailure.retryable('The store does not answer.', 'StoreUnavailable');
const ofActivity = (cause: Error) =>
  new ActivityFailure('failed', 'analyseTheme', '1', 'NON_RETRYABLE_FAILURE', 'worker', cause);

describe('a step that ended for good', () => {
  it('is told by its code and message, from whichever kind of activity it came', () => {
    const told = { kind: 'failed', code: 'StoreUnavailable', message: 'The store does not answer.' };
    expect(stepFailure(ofActivity(away))).toEqual(told);
    expect(stepFailure(away)).toEqual(told);
  });

  it('is told by its last failure where its time ran out, or as a server that is away', () => {
    const late = (cause?: Error) => {
      const timeout = new TimeoutFailure('late', undefined, 'SCHEDULE_TO_CLOSE');
      return ofActivity(Object.assign(timeout, { cause }));
    };
    expect(stepFailure(late(away))?.code).toBe('StoreUnavailable');
    expect(stepFailure(late())?.code).toBe('ServerUnavailable');
  });

  it('is none where it was cancelled, or where a workflow itself is wrong', () => {
    expect(stepFailure(ofActivity(new CancelledFailure('stopped')))).toBeNull();
    expect(stepFailure(new TypeError('a mistake'))).toBeNull();
  });
});
