import type { WrittenOutput } from './protect-output.js';

/**
 * Figures of the tables under disclosure control, and how many of them are hidden: what a release could publish of what it
 * had to protect. Cells that cannot occur are no figures, nor are those of open tables and of rates, which follow from
 * others.
 */
export function protectedFigures(tables: readonly Pick<WrittenOutput, 'table' | 'protection'>[]): {
  readonly cells: number;
  readonly hidden: number;
} {
  const statuses = tables.flatMap(({ table, protection }) =>
    protection === null ? [] : table.rows.map((row) => row.at(-1)),
  );
  const hidden = statuses.filter((status) => status === 'suppressed').length;
  return { cells: hidden + statuses.filter((status) => status === 'published').length, hidden };
}
