import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafHash, treeRoot } from './merkle.js';
import { TreeFrontier } from './tree-frontier.js';

const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, n) => leafHash(Buffer.from(`leaf ${n}`)));

describe('the frontier of a growing tree', () => {
  it('has after every leaf the root that the recursive definition of RFC 6962 gives', () => {
    const leaves = leavesOf(130);
    const frontier = TreeFrontier.empty();
    expect(frontier.root()).toBe(treeRoot([]).toString('hex'));
    leaves.forEach((leaf, index) => {
      frontier.append(leaf);
      expect(frontier.size).toBe(index + 1);
      expect(frontier.root()).toBe(treeRoot(leaves, 0, index + 1).toString('hex'));
    });
  });

  it('grows apart from its copy', () => {
    fc.assert(
      fc.property(fc.nat(70), fc.nat(70), (shared, more) => {
        const leaves = leavesOf(shared + more);
        const frontier = TreeFrontier.empty();
        for (const leaf of leaves.slice(0, shared)) frontier.append(leaf);
        const copy = frontier.copy();
        for (const leaf of leaves.slice(shared)) copy.append(leaf);
        expect(frontier.root()).toBe(treeRoot(leaves, 0, shared).toString('hex'));
        expect(copy.root()).toBe(treeRoot(leaves).toString('hex'));
      }),
      { numRuns: 50 },
    );
  });
});
