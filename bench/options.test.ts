import { describe, expect, it } from 'vitest';
import { benchOptions } from './options.js';

describe('the options of the bench', () => {
  it('are a short run unless sizes are given, in their order', () => {
    expect(benchOptions([])).toEqual({ rows: [100_000], cities: [], json: false, help: false });
    expect(benchOptions(['--json', '--rows', '1000000,5000000'])).toEqual({
      rows: [1_000_000, 5_000_000],
      cities: [],
      json: true,
      help: false,
    });
  });

  it('measure cities alone where any is named', () => {
    expect(benchOptions(['--city', '20000,1000000']).cities).toEqual([20_000, 1_000_000]);
  });

  it.each([
    ['--city'],
    ['--city', '0'],
    ['--city', '9000001'],
    ['--rows'],
    ['--rows', '15'],
    ['--rows', '1e6'],
    ['--rows', '9000000'],
    ['--row', '10'],
  ])('refuse %s %s', (...args) => {
    expect(() => benchOptions(args)).toThrow(/bench|--rows|--city/);
  });
});
