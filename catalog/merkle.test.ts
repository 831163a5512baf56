import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as merkle from './merkle.js';

const entry = (n: number) => Buffer.from(`entry ${n}`);
const leavesOf = (size: number) => Array.from({ length: size }, (_, n) => merkle.leafHash(entry(n)));

/** Independent of the recursion: pairs level by level, an odd node goes up unchanged. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  let level = [...leaves];
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const right = level[i + 1];
      above.push(
        right
          ? createHash('sha256')
              .update(Buffer.concat([Buffer.of(1), level[i]!, right]))
              .digest()
          : level[i]!,
      );
    }
    level = above;
  }
  return level[0]!;
}

describe('merkle', () => {
  it('hashes nothing and the empty entry as RFC 6962 says', () => {
    expect(merkle.treeRoot([]).toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(merkle.leafHash(Buffer.alloc(0)).toString('hex')).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
  });

  it('gives the root that pairing level by level gives', () => {
    for (let size = 1; size <= 70; size += 1)
      expect(merkle.treeRoot(leavesOf(size))).toEqual(naiveRoot(leavesOf(size)));
  });

  it('proves each leaf, at its own place only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), fc.nat(), (size, a, b) => {
        const leaves = leavesOf(size);
        const [index, other] = [a % size, b % size];
        const proof = merkle.inclusionProof(leaves, index);
        const root = merkle.treeRoot(leaves);
        expect(merkle.rootFromInclusion(leaves[index]!, index, size, proof)).toEqual(root);
        if (other !== index)
          expect(merkle.rootFromInclusion(leaves[other]!, index, size, proof)).not.toEqual(root);
      }),
    );
  });

  it('proves that a tree extends a shorter one, and no shorter one with another past', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), fc.nat(), (size, a, b) => {
        const leaves = leavesOf(size);
        const oldSize = 1 + (a % size);
        const proof = merkle.consistencyProof(leaves, oldSize);
        const old = { size: oldSize, root: naiveRoot(leaves.slice(0, oldSize)) };
        const now = { size, root: naiveRoot(leaves) };
        expect(merkle.provesConsistency(old, now, proof)).toBe(true);
        const rewritten = leaves.slice(0, oldSize);
        rewritten[b % oldSize] = merkle.leafHash(Buffer.from('rewritten'));
        expect(merkle.provesConsistency({ size: oldSize, root: naiveRoot(rewritten) }, now, proof)).toBe(
          false,
        );
      }),
    );
  });
});
