import { describe, expect, it } from 'vitest';
import { groupHits } from './group-disclosure.js';
import { atOnce } from './slices.js';
import { parseTableSpec } from './table/parse-table-spec.js';
import { tabulate } from './table/tabulate.js';

/** People of a neighbourhood by benefit: `counts` gives per neighbourhood how many have which. */
function hits(
  counts: Readonly<Record<string, Readonly<Record<string, number>>>>,
  rules = {},
  identifying = true,
) {
  const rows = Object.entries(counts).flatMap(([buurt, benefits]) =>
    Object.entries(benefits).flatMap(([benefit, n]) => Array.from({ length: n }, () => [buurt, benefit])),
  );
  const spec = parseTableSpec({
    dimensions: [
      { column: 'buurt', total: 'Stad', identifying },
      { column: 'benefit', total: 'Totaal', disclosive: ['bijstand', 'schulden'] },
    ],
    rules,
  });
  const table = atOnce(tabulate(spec, { columns: ['buurt', 'benefit'], rows }, new Map()));
  return groupHits(spec, table).map(({ cells, level, kind }) => ({
    cells: cells.map((cell) => table.space.codes(cell).join(' ')),
    level,
    kind,
  }));
}

describe('group disclosure', () => {
  const other = { B2: { bijstand: 1, schulden: 1, geen: 98 } };

  it('is found from nine in ten on, over all disclosive categories together', () => {
    // 60 + 30 of 100 is exactly 0.90.
    expect(hits({ B1: { bijstand: 60, schulden: 30, geen: 10 }, ...other })).toEqual([
      { cells: ['B1 bijstand', 'B1 schulden'], level: 0, kind: 'share' },
    ]);
    expect(hits({ B1: { bijstand: 60, schulden: 29, geen: 11 }, ...other })).toEqual([]);
    expect(hits({ B1: { bijstand: 60, schulden: 35, geen: 5 }, ...other })[0]?.level).toBeCloseTo(5, 9);
  });

  it('lets the threshold pass where the boundary is safe', () => {
    const counts = { B1: { bijstand: 60, schulden: 30, geen: 10 }, ...other };
    expect(hits(counts, { boundary: 'safe' })).toEqual([]);
  });

  it('finds that nobody is in them, where that is flagged', () => {
    const counts = { B1: { geen: 40 }, ...other };
    expect(hits(counts)).toEqual([]);
    expect(hits(counts, { groupDisclosure: { zero: true } })).toEqual([
      { cells: ['B1 bijstand', 'B1 schulden'], level: 0, kind: 'zero' },
    ]);
  });

  it('needs a dimension in which people are recognised', () => {
    expect(hits({ B1: { bijstand: 100 }, B2: { geen: 1, schulden: 99 } }, {}, false)).toEqual([]);
  });
});
