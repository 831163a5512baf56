import { expect, it } from 'vitest';
import type { WrittenOutput } from './protect-output.js';
import { protectedFigures } from './protected-figures.js';

const table = (protection: unknown, ...statuses: readonly string[]) =>
  ({
    protection,
    table: { columns: [], rows: statuses.map((status) => ['a', 1, status]) },
  }) as unknown as WrittenOutput;

it('are those of tables under disclosure control: no open table, no rate, no cell that cannot occur', () => {
  const counted = table({}, 'published', 'published', 'published', 'suppressed', 'empty');
  const open = table(null, 'published', 'published', 'published', 'empty');
  expect(protectedFigures([counted, open, table(null, 'suppressed')])).toEqual({ cells: 4, hidden: 1 });
  expect(protectedFigures([open])).toEqual({ cells: 0, hidden: 0 });
});
