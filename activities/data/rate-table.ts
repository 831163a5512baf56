import type { PublishedValue, SafeTable } from '../../lake/publish-table.js';

/** A rate leaves only over at least a hundred units (privacy.md). */
const LEAST_DENOMINATOR = 100;

/**
 * A rate of two safe tables of the same dimensions, cell by cell, to one decimal: known to everybody who has both, so it
 * stands exactly where both stand. `empty` where the denominator is 0.
 */
export function rateTable(numerator: SafeTable, denominator: SafeTable, per: number): SafeTable {
  const dimensions = numerator.columns.slice(0, -2).map(({ name }) => name);
  const below = new Map(denominator.rows.map((row) => [keyOf(row), row]));
  return {
    columns: [
      ...dimensions.map((name) => ({ name, type: 'text' as const })),
      { name: 'value', type: 'double' as const },
      { name: 'status', type: 'text' as const },
    ],
    rows: numerator.rows.map((row) => {
      const [value, status] = rate(row.at(-2) ?? null, below.get(keyOf(row))?.at(-2) ?? null, per);
      return [...row.slice(0, -2), value, status];
    }),
  };
}

function rate(above: PublishedValue, below: PublishedValue, per: number): [PublishedValue, string] {
  if (below === 0) return [null, 'empty'];
  if (typeof above !== 'number' || typeof below !== 'number' || below < LEAST_DENOMINATOR)
    return [null, 'suppressed'];
  return [Math.round((above * per * 10) / below) / 10, 'published'];
}

function keyOf(row: readonly PublishedValue[]): string {
  return JSON.stringify(row.slice(0, -2));
}
