import { commonRegions, type Side } from './common-regions.js';
import { CellCover } from './table/cell-cover.js';
import type { Tabulation } from './table/tabulate.js';

/** A cell of one of several tables. */
export interface CellRef {
  readonly table: number;
  readonly cell: number;
}

/** Both sides are sums over the same records. */
export interface LinkingEquation {
  readonly left: readonly CellRef[];
  readonly right: readonly CellRef[];
}

/**
 * What tables of the same records say of each other: classes of neighbourhoods are sums of neighbourhoods, totals are the
 * same totals. Found from the records, whatever the dimensions are called: two sets of cells that hold the same records are
 * equal. For the test of unions a cell is also split into cells of the other table, where these fit in it, and a rest.
 */
export function linkingEquations(tables: readonly Tabulation[]): readonly LinkingEquation[] {
  const numbered = tables.map((table, number) => ({ table, number, cover: new CellCover(table) }));
  return numbered.flatMap((there, at) => numbered.slice(0, at).flatMap((here) => between([here, there])));
}

interface Numbered {
  readonly table: Tabulation;
  readonly number: number;
  readonly cover: CellCover;
}

function between(tables: readonly [Numbered, Numbered]): LinkingEquation[] {
  const regions = commonRegions(tables[0].table.leafOf, tables[1].table.leafOf);
  const refs = (side: Side, leaves: readonly number[]): CellRef[] =>
    tables[side].cover.of(leaves).map((cell) => ({ table: tables[side].number, cell }));
  const equations: LinkingEquation[] = [];
  const whole = new Set<number>();
  for (const side of [1, 0] as const) {
    const other = side === 1 ? 0 : 1;
    const { space } = tables[side].table;
    for (let cell = 0; cell < space.size; cell += 1) {
      const leaves = space.leaves(cell).filter((leaf) => regions.of(side, leaf) !== undefined);
      const inside = regions.within(side, leaves);
      if (inside.size === 0) continue;
      const rest = leaves.filter((leaf) => !inside.has(regions.of(side, leaf) as number));
      const right = [
        ...refs(
          other,
          [...inside].flatMap((region) => regions.leaves(other, region)),
        ),
        ...refs(side, rest),
      ];
      if (rest.length === 0 && inside.size === 1) for (const region of inside) whole.add(region);
      // Two equal cells are one equation, not two: it is said of the later table.
      if (right.length > 1 || side === 1)
        equations.push({ left: [{ table: tables[side].number, cell }], right });
    }
  }
  for (let region = 0; region < regions.count; region += 1)
    if (!whole.has(region))
      equations.push({
        left: refs(0, regions.leaves(0, region)),
        right: refs(1, regions.leaves(1, region)),
      });
  return equations;
}
