import { describe, expect, it } from 'vitest';
import { benchOptions } from './options.js';

describe('the options of the bench', () => {
  it('are a short run unless sizes are given, in their order', () => {
    expect(benchOptions([])).toEqual({ rows: [100_000], json: false, help: false });
    expect(benchOptions(['--json', '--rows', '1000000,5000000'])).toEqual({
      rows: [1_000_000, 5_000_000],
      json: true,
      help: false,
    });
  });

  it.each([
    ['--rows'],
    ['--rows', '15'],
    ['--rows', '1e6'],
    ['--rows', '9000000'],
    ['--row', '10'],
  ])('refuse %s %s', (...args) => {
    expect(() => benchOptions(args)).toThrow(/bench|--rows/);
  });
});
