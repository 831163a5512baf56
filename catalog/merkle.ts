import { createHash } from 'node:crypto';

/** The tree of RFC 6962 (section 2.1) over leaf hashes; hashes are 32 bytes. */
export function leafHash(entry: Uint8Array): Buffer {
  return createHash('sha256').update(Uint8Array.of(0)).update(entry).digest();
}

/** Hash of an inner node. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(Uint8Array.of(1)).update(left).update(right).digest();
}

/** Root over the leaves `from` (inclusive) to `until` (exclusive); of nothing: SHA-256 of nothing. */
export function treeRoot(leaves: readonly Uint8Array[], from = 0, until = leaves.length): Buffer {
  if (until === from) return createHash('sha256').digest();
  if (until - from === 1) return Buffer.from(leaves[from]!);
  const middle = from + split(until - from);
  return nodeHash(treeRoot(leaves, from, middle), treeRoot(leaves, middle, until));
}

/** Audit path of a leaf, from the leaf's sibling to the root's child (RFC 6962, 2.1.1). */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): Buffer[] {
  const path = (from: number, until: number): Buffer[] => {
    if (until - from === 1) return [];
    const middle = from + split(until - from);
    return index < middle
      ? [...path(from, middle), treeRoot(leaves, middle, until)]
      : [...path(middle, until), treeRoot(leaves, from, middle)];
  };
  if (index < 0 || index >= leaves.length) throw new RangeError('the leaf is not in the tree');
  return path(0, leaves.length);
}

/** Root that an inclusion proof leads to (RFC 9162, 2.1.3.2); null where the proof has the wrong length. */
export function rootFromInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Buffer | null {
  const climb = (at: number, width: number, rest: readonly Uint8Array[]): Buffer | null => {
    if (width === 1) return rest.length === 0 ? Buffer.from(leaf) : null;
    const sibling = rest.at(-1);
    if (!sibling) return null;
    const middle = split(width);
    const below = rest.slice(0, -1);
    const inner = at < middle ? climb(at, middle, below) : climb(at - middle, width - middle, below);
    if (!inner) return null;
    return at < middle ? nodeHash(inner, sibling) : nodeHash(sibling, inner);
  };
  return index < 0 || index >= size ? null : climb(index, size, proof);
}

/** Proof that the tree of all leaves extends the tree of the first `oldSize` (RFC 6962, 2.1.2). */
export function consistencyProof(leaves: readonly Uint8Array[], oldSize: number): Buffer[] {
  const path = (from: number, until: number, old: number, known: 'root' | 'part'): Buffer[] => {
    if (old === until - from) return known === 'root' ? [] : [treeRoot(leaves, from, until)];
    const middle = split(until - from);
    return old <= middle
      ? [...path(from, from + middle, old, known), treeRoot(leaves, from + middle, until)]
      : [...path(from + middle, until, old - middle, 'part'), treeRoot(leaves, from, from + middle)];
  };
  if (oldSize < 1 || oldSize > leaves.length) throw new RangeError('the old tree is not a part of the tree');
  return path(0, leaves.length, oldSize, 'root');
}

/** Whether a consistency proof leads to both roots. */
export function provesConsistency(
  old: { readonly size: number; readonly root: Uint8Array },
  now: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (old.size < 1 || old.size > now.size) return false;
  type Pair = { readonly old: Uint8Array; readonly now: Uint8Array };
  const climb = (
    size: number,
    width: number,
    rest: readonly Uint8Array[],
    known: 'root' | 'part',
  ): Pair | null => {
    const last = rest.at(-1);
    if (size === width) {
      if (known === 'root') return rest.length === 0 ? { old: old.root, now: old.root } : null;
      return last && rest.length === 1 ? { old: last, now: last } : null;
    }
    if (!last) return null;
    const middle = split(width);
    const below = rest.slice(0, -1);
    if (size <= middle) {
      const left = climb(size, middle, below, known);
      return left && { old: left.old, now: nodeHash(left.now, last) };
    }
    const right = climb(size - middle, width - middle, below, 'part');
    return right && { old: nodeHash(last, right.old), now: nodeHash(last, right.now) };
  };
  const roots = climb(old.size, now.size, proof, 'root');
  return (
    roots !== null && Buffer.compare(roots.old, old.root) === 0 && Buffer.compare(roots.now, now.root) === 0
  );
}

/** The largest power of two below a width of two or more. */
function split(width: number): number {
  let power = 1;
  while (power * 2 < width) power *= 2;
  return power;
}
