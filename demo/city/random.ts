/**
 * A small seeded generator, the same on every machine: xoshiro128** 1.1 (D. Blackman and S. Vigna, "Scrambled linear
 * pseudorandom number generators", 2018), its state filled by the 32-bit finaliser of MurmurHash3 (A. Appleby).
 * For demonstration data only: it is no source of secrets.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  unit(): number;
  /** Uniform whole number in [0, limit). */
  below(limit: number): number;
}

const GOLDEN = 0x9e3779b9;

/**
 * The generator of one thing of one kind. The finaliser is a bijection, so two indexes never share a state, and any
 * thing can be made again from its index alone: nothing has to be remembered between the files.
 */
export function randomOf(seed: number, kind: number, index: number): Random {
  const base = mix(mix(mix(seed) + Math.imul(kind, GOLDEN)) ^ index);
  return xoshiro128(
    mix(base + GOLDEN),
    mix(base + 2 * GOLDEN),
    mix(base + 3 * GOLDEN),
    mix(base + 4 * GOLDEN),
  );
}

function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function xoshiro128(s0: number, s1: number, s2: number, s3: number): Random {
  let [a, b, c, d] = [s0, s1, s2, s3];
  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result;
  };
  const unit = (): number => next() / 2 ** 32;
  return { unit, below: (limit) => Math.floor(unit() * limit) };
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
