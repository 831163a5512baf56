import { describe, expect, it } from 'vitest';
import { randomOf } from './random.js';

describe('the seeded generator', () => {
  it('gives the same draws for the same seed, kind and index, and others for any other', () => {
    const draws = (seed: number, kind: number, index: number) => {
      const random = randomOf(seed, kind, index);
      return [random.unit(), random.unit(), random.below(1000)];
    };
    expect(draws(1, 2, 3)).toEqual(draws(1, 2, 3));
    const others = [draws(2, 2, 3), draws(1, 3, 3), draws(1, 2, 4)];
    expect(others.some((other) => other[0] === draws(1, 2, 3)[0])).toBe(false);
  });

  it('is uniform enough over neighbouring indexes: each tenth holds a tenth', () => {
    const tenths = new Array<number>(10).fill(0);
    for (let index = 0; index < 50_000; index++) tenths[randomOf(5, 1, index).below(10)]! += 1;
    for (const count of tenths) expect(Math.abs(count - 5_000)).toBeLessThan(300);
  });
});
