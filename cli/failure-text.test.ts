import { describe, expect, it } from 'vitest';
import { failureText } from './failure-text.js';

describe('a step that failed', () => {
  it('is told with its step, its code, what happened and what to do next, in both languages', () => {
    const failure = {
      step: 'checking',
      code: 'ThemeUnknown',
      message: 'There is no such theme; see: sluis themes',
    };
    expect(failureText(failure as never, 'en')).toEqual([
      'failed at "checking": ThemeUnknown',
      '  There is no such theme; see: sluis themes',
    ]);
    expect(failureText(failure as never, 'nl')[0]).toBe('mislukt bij "wordt getoetst": ThemeUnknown');
  });

  it('is told by its code where nothing else is left of it, and by the logs where the code is not ours', () => {
    const [head, happened, next] = failureText({ step: null, code: 'SourceMalformed', message: null }, 'en');
    expect([head, happened?.length, next]).toEqual([
      'failed: SourceMalformed',
      expect.any(Number),
      expect.stringMatching(/^ {2}→ \S/),
    ]);
    const strange = failureText({ step: 'curating', code: 'TypeError', message: 'x' }, 'nl');
    expect(strange).toEqual([
      'mislukt bij "wordt klaargemaakt": TypeError',
      '  Sluis kent deze fout niet. Zie de logboeken: sluis status',
    ]);
    expect(failureText(null, 'nl')).toEqual([]);
  });
});
