import { asFraction } from './table/decimal.js';
import type { TableSpec } from './table/table-spec.js';
import type { TabulatedCell, Tabulation } from './table/tabulate.js';

/** What membership of one identifying group gives away. */
export interface GroupHit {
  /** Cells of the disclosive categories within the group. */
  readonly cells: readonly number[];
  /** By how much the sum of these cells exceeds the share that is still safe; 0 where nobody is in them. */
  readonly level: number;
  readonly kind: 'share' | 'zero';
}

/**
 * Group disclosure: within a group in which people can be recognised, the declared disclosive categories hold (nearly)
 * everybody, or, where that is flagged, nobody. A group is any cell with the sensitive dimension at its total and at
 * least one identifying dimension below its total.
 */
export function groupHits(spec: TableSpec, table: Tabulation): readonly GroupHit[] {
  return spec.dimensions.flatMap(({ disclosive }, sensitive) => {
    const tree = table.space.dimensions[sensitive];
    const categories = topmost(
      disclosive.flatMap((code) => tree?.indexOf.get(code) ?? []),
      (key) => tree?.categories[key]?.parent ?? null,
    );
    if (categories.length === 0) return [];
    return [...table.cells.keys()].flatMap((group) => {
      const keys = table.space.keys(group);
      const recognised = spec.dimensions.some(
        ({ identifying }, at) => identifying && at !== sensitive && keys[at] !== 0,
      );
      if (keys[sensitive] !== 0 || !recognised) return [];
      const cells = categories.map((key) => table.space.cell(keys.with(sensitive, key)));
      return hitOf(spec, table, group, cells);
    });
  });
}

/** Categories without those that stand below another of them. */
function topmost(keys: readonly number[], parentOf: (key: number) => number | null): readonly number[] {
  const chosen = new Set(keys);
  return [...chosen].filter((key) => {
    for (let above = parentOf(key); above !== null; above = parentOf(above))
      if (chosen.has(above)) return false;
    return true;
  });
}

function hitOf(
  { rules }: TableSpec,
  table: Tabulation,
  group: number,
  cells: readonly number[],
): readonly GroupHit[] {
  const whole = table.cells[group] as TabulatedCell;
  if (whole.units.every(({ n }) => n === 0)) return [];
  const sum = cells.reduce((all, cell) => all + (table.cells[cell] as TabulatedCell).value, 0);
  if (sum === 0) return rules.groupDisclosure.zero ? [{ cells, level: 0, kind: 'zero' }] : [];
  const { numerator, denominator } = asFraction(rules.groupDisclosure.share);
  const excess = BigInt(sum) * denominator - BigInt(whole.value) * numerator;
  const unsafe = rules.boundary === 'unsafe' ? excess >= 0n : excess > 0n;
  if (!unsafe) return [];
  return [{ cells, level: Math.max(0, Number(excess) / Number(denominator)), kind: 'share' }];
}
