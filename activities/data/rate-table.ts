import type { PublishedValue, SafeTable } from '../../lake/publish-table.js';

/** A rate leaves only over at least a hundred units (privacy.md). */
const LEAST_DENOMINATOR = 100;
/** Of a share the part, the whole and the rest are each nobody or at least ten (privacy.md). */
const LEAST_PART = 10;

/** What one table is divided by another for. */
export interface Division {
  readonly kind: 'share' | 'rate' | (string & {});
  /** 1000: per thousand of the denominator. */
  readonly per: number;
}

/**
 * A rate or share of two safe tables of the same dimensions, cell by cell: known to everybody who has both, so it stands
 * only where both stand. It is rounded to a ten-thousandth of the denominator (per 1: four decimals, per 1000: one) and at
 * least to one decimal. `empty` where the denominator is 0. Where both stand, hiding the share hides nothing: that the rest
 * of a published part is not one to nine is asked of the two tables themselves (`linkedMargins`).
 */
export function rateTable(numerator: SafeTable, denominator: SafeTable, division: Division): SafeTable {
  const dimensions = numerator.columns.slice(0, -2).map(({ name }) => name);
  const below = new Map(denominator.rows.map((row) => [keyOf(row), row]));
  return {
    columns: [
      ...dimensions.map((name) => ({ name, type: 'text' as const })),
      { name: 'value', type: 'double' as const },
      { name: 'status', type: 'text' as const },
    ],
    rows: numerator.rows.map((row) => {
      const [value, status] = rate(row.at(-2) ?? null, below.get(keyOf(row))?.at(-2) ?? null, division);
      return [...row.slice(0, -2), value, status];
    }),
  };
}

function rate(above: PublishedValue, below: PublishedValue, division: Division): [PublishedValue, string] {
  if (below === 0) return [null, 'empty'];
  if (typeof above !== 'number' || typeof below !== 'number') return [null, 'suppressed'];
  const { kind, per } = division;
  const isEnough =
    kind === 'share'
      ? [above, below, below - above].every((part) => part === 0 || part >= LEAST_PART)
      : below >= LEAST_DENOMINATOR;
  if (!isEnough) return [null, 'suppressed'];
  const scale = 10 ** Math.max(1, 4 - Math.floor(Math.log10(per)));
  return [Math.round((above * per * scale) / below) / scale, 'published'];
}

function keyOf(row: readonly PublishedValue[]): string {
  return JSON.stringify(row.slice(0, -2));
}
