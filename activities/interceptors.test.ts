import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, type ErrorCode, FAMILIES, SluisError } from '../domain/errors.js';
import { activityInterceptors } from './interceptors.js';

/** What Temporal is told when a step throws. */
async function told(thrown: unknown): Promise<unknown> {
  const options = { interceptors: [activityInterceptors], logger: new DefaultLogger('ERROR') };
  const environment = new MockActivityEnvironment({}, options);
  return await environment
    .run(async (_id: string) => {
      throw thrown;
    }, 'an id')
    .catch((error: unknown) => error);
}

describe('an error of a step', () => {
  it.each(
    Object.keys(ERROR_CODES) as ErrorCode[],
  )('%s is retried exactly where it can pass', async (code) => {
    const failure = (await told(new SluisError(code, 'message', { count: 3 }))) as ApplicationFailure;
    const { retry, benign } = FAMILIES[ERROR_CODES[code]];
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: code, message: 'message', nonRetryable: !retry });
    expect(failure.details).toEqual([{ count: 3 }]);
    expect(failure.category === ApplicationFailureCategory.BENIGN).toBe(benign);
  });

  it('that is not ours tells its class alone, and no word of its text', async () => {
    const failure = (await told(new RangeError('value 999900006 of column bsn'))) as ApplicationFailure;
    expect(failure).toMatchObject({ type: 'RangeError', nonRetryable: false });
    expect(JSON.stringify([failure.message, failure.details, failure.stack])).not.toMatch(/9999|bsn/);
    expect(failure.cause).toBeUndefined();
  });

  it.each([
    ['a cancellation', new CancelledFailure('cancelled')],
    ['what Temporal knows already', ApplicationFailure.nonRetryable('known', 'Known')],
  ])('goes on as it is where it is %s', async (_what, error) => {
    expect(await told(error)).toBe(error);
  });
});
