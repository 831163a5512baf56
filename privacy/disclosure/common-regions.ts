/** The first or the second of two tables. */
export type Side = 0 | 1;

/** The smallest sets of records that are whole cells of the finest level in either of two tables. */
export interface CommonRegions {
  readonly count: number;
  /** Region of a cell of the finest level; undefined where no record is in it. */
  of(side: Side, leaf: number): number | undefined;
  leaves(side: Side, region: number): readonly number[];
  /** Regions that lie in these cells with all of theirs. */
  within(side: Side, leaves: readonly number[]): ReadonlySet<number>;
}

/**
 * Cells of two tables that share a record belong to one region, and so on. Where one table groups what the other shows
 * finer, each group is a region; where the two have nothing to do with each other, everything is one.
 * @param here finest cell of each record in the first table
 * @param there the same in the second, in the same order
 */
export function commonRegions(here: readonly number[], there: readonly number[]): CommonRegions {
  const roots = new Map<string, string>();
  const find = (node: string): string => {
    let root = node;
    for (let above = roots.get(root); above !== undefined; above = roots.get(root)) root = above;
    for (let at = node; at !== root; ) {
      const next = roots.get(at) as string;
      roots.set(at, root);
      at = next;
    }
    return root;
  };
  const pairs = new Map(
    here.map((leaf, row) => [`${leaf},${there[row]}`, [leaf, there[row] as number] as const]),
  );
  for (const [one, other] of pairs.values()) {
    const [a, b] = [find(`0:${one}`), find(`1:${other}`)];
    if (a !== b) roots.set(b, a);
  }
  const numbers = new Map<string, number>();
  const regionOf: [Map<number, number>, Map<number, number>] = [new Map(), new Map()];
  const leaves: [number[][], number[][]] = [[], []];
  const place = (side: Side, leaf: number) => {
    if (regionOf[side].has(leaf)) return;
    const root = find(`${side}:${leaf}`);
    const region = numbers.get(root) ?? numbers.size;
    numbers.set(root, region);
    regionOf[side].set(leaf, region);
    const known = leaves[side][region];
    if (known) known.push(leaf);
    else leaves[side][region] = [leaf];
  };
  for (const pair of pairs.values()) for (const side of [0, 1] as const) place(side, pair[side]);
  return {
    count: numbers.size,
    of: (side, leaf) => regionOf[side].get(leaf),
    leaves: (side, region) => leaves[side][region] ?? [],
    within: (side, some) => {
      const seen = new Map<number, number>();
      for (const leaf of some) {
        const region = regionOf[side].get(leaf);
        if (region !== undefined) seen.set(region, (seen.get(region) ?? 0) + 1);
      }
      const whole = [...seen].filter(([region, number]) => number === leaves[side][region]?.length);
      return new Set(whole.map(([region]) => region));
    },
  };
}
