import { createHash } from 'node:crypto';
import { nodeHash } from './merkle.js';

/**
 * A growing tree of RFC 6962 by its full subtrees alone (the compact range from 0): one hash for each bit of the size, so
 * that the root after one more leaf costs a handful of hashes and no leaf has to be kept.
 */
export class TreeFrontier {
  private constructor(
    /** Roots of the full subtrees, largest first; their sizes are the bits of `leaves`. */
    private readonly subtrees: Uint8Array[],
    private leaves: number,
  ) {}

  static empty(): TreeFrontier {
    return new TreeFrontier([], 0);
  }

  get size(): number {
    return this.leaves;
  }

  append(leaf: Uint8Array): void {
    let hash = leaf;
    for (let size = this.leaves; size % 2 === 1; size = (size - 1) / 2)
      hash = nodeHash(this.subtrees.pop()!, hash);
    this.subtrees.push(hash);
    this.leaves += 1;
  }

  /** In hexadecimal; of nothing: SHA-256 of nothing. */
  root(): string {
    const [last, ...larger] = [...this.subtrees].reverse();
    const root = larger.reduce((right, left) => nodeHash(left, right), last ?? createHash('sha256').digest());
    return Buffer.from(root).toString('hex');
  }

  copy(): TreeFrontier {
    return new TreeFrontier([...this.subtrees], this.leaves);
  }
}
