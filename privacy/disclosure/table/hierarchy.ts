import { SluisError } from '../../../domain/errors.js';

/**
 * The categories of one dimension as a tree. Category 0 is the total; every other category has a parent that stands
 * before it.
 */
export interface Hierarchy {
  readonly categories: readonly Category[];
  readonly indexOf: ReadonlyMap<string, number>;
}

export interface Category {
  /** As published; distinct within the dimension, over all levels. */
  readonly code: string;
  /** Null for the total. */
  readonly parent: number | null;
  /** Empty for a leaf. */
  readonly children: readonly number[];
  /** 0 for the total. */
  readonly depth: number;
}

/** A code and the code above it; null right under the total. */
export interface Link {
  readonly code: string;
  readonly parent: string | null;
  /** Line of the file that says so, or null where it is not from a file. */
  readonly line: number | null;
}

/**
 * Builds the tree from links in any order; children keep the order of the links.
 * @param what names the hierarchy in messages
 * @throws SluisError SpecInvalid with the line: a code twice, an unknown parent, a circle, or nothing at all
 */
export function buildHierarchy(total: string, links: readonly Link[], what: string): Hierarchy {
  if (links.length === 0) throw invalid(what, null, 'it has no categories');
  const below = new Map<string | null, Link[]>();
  const known = new Set([total]);
  for (const link of links) {
    if (known.has(link.code))
      throw invalid(what, link.line, 'a code stands twice, or is spelled as the total');
    known.add(link.code);
    below.set(link.parent, [...(below.get(link.parent) ?? []), link]);
  }
  const orphan = links.find(({ parent }) => parent !== null && (!known.has(parent) || parent === total));
  if (orphan) throw invalid(what, orphan.line, 'its parent is no code of the hierarchy');
  const categories = inOrder(total, below);
  if (categories.length <= links.length) {
    const reached = new Set(categories.map(({ code }) => code));
    throw invalid(what, links.find(({ code }) => !reached.has(code))?.line ?? null, 'it is above itself');
  }
  return { categories, indexOf: new Map(categories.map(({ code }, index) => [code, index])) };
}

function inOrder(total: string, below: ReadonlyMap<string | null, readonly Link[]>): Category[] {
  const categories: { code: string; parent: number | null; children: number[]; depth: number }[] = [
    { code: total, parent: null, children: [], depth: 0 },
  ];
  // The list grows while it is walked: parents come before their children, level by level.
  for (let index = 0; index < categories.length; index += 1) {
    const node = categories[index] as (typeof categories)[number];
    for (const { code } of below.get(index === 0 ? null : node.code) ?? []) {
      node.children.push(categories.length);
      categories.push({ code, parent: index, children: [], depth: node.depth + 1 });
    }
  }
  return categories;
}

/** A dimension of one level. */
export function flatHierarchy(total: string, codes: Iterable<string>, what: string): Hierarchy {
  const links = [...new Set(codes)].sort(byCodePoint).map((code) => ({ code, parent: null, line: null }));
  return buildHierarchy(total, links, what);
}

/**
 * A hierarchy given in the data: each path holds a leaf and the codes above it, from fine to coarse.
 * @throws SluisError SpecInvalid where a code has two parents
 */
export function hierarchyOfPaths(total: string, paths: Iterable<readonly string[]>, what: string): Hierarchy {
  const parents = new Map<string, string | null>();
  for (const path of paths) {
    path.forEach((code, level) => {
      const parent = path[level + 1] ?? null;
      if (parents.has(code) && parents.get(code) !== parent)
        throw invalid(what, null, 'a code has two parents');
      parents.set(code, parent);
    });
  }
  const links = [...parents].sort(([a], [b]) => byCodePoint(a, b));
  return buildHierarchy(
    total,
    links.map(([code, parent]) => ({ code, parent, line: null })),
    what,
  );
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function invalid(what: string, line: number | null, problem: string): SluisError {
  const place = line === null ? `The ${what}` : `Line ${line} of the ${what}`;
  return new SluisError('SpecInvalid', `${place}: ${problem}.`, line === null ? {} : { line });
}
