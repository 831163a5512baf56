import { describe, expect, it } from 'vitest';
import type { CountedTable } from './counted-table.js';
import { linkedMargins } from './linked-margins.js';
import { atOnce } from './slices.js';

type Cell = readonly [code: string, value: number | null];

type People = CountedTable['units'];

/** One record each. */
const people = (from: number, to: number): People =>
  new Map(Array.from({ length: to - from }, (_, at) => [String(from + at), [from + at]]));

/** A table of one dimension; a cell without a value is hidden. */
function table(name: string, units: People, cells: readonly Cell[], more = {}): CountedTable {
  return {
    columns: [{ name }, { name: 'value' }, { name: 'status' }],
    rows: cells.map(([code, value]) => [code, value, value === null ? 'suppressed' : 'published']),
    system: 'one',
    isCount: true,
    unitKind: 'person',
    units,
    codesOf: () => ['a'],
    ...more,
  };
}

const HUNDRED = people(0, 100);
const hidden = table('wijk', HUNDRED, [
  ['Totaal', 100],
  ['a', null],
  ['b', null],
  ['c', 60],
]);
const shown: readonly Cell[] = [
  ['Totaal', 100],
  ['a', 37],
  ['b', 3],
  ['c', 60],
];
const UNDONE =
  'A figure is shown in one table and hidden in another; coarsen the tables or release one of them.';
const TWICE =
  'A figure is hidden in two tables; make both of one statement, so that they are protected as one.';
const GROUPS =
  'A figure is of a group whose parts another table shows; make both of one statement, so that they are protected as one.';
const ALMOST = 'A figure is almost the same in two tables; coarsen the tables or release one of them.';

const refusal = (...tables: readonly CountedTable[]): string | null => {
  try {
    atOnce(linkedMargins(tables));
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the tables of one release', () => {
  it('pass where each hides what the other hides and both were protected as one', () => {
    expect(refusal(hidden, hidden)).toBeNull();
  });

  it('are refused where both hide a figure and each was protected alone: two intervals may meet in little', () => {
    expect(refusal(hidden, { ...hidden, system: 'other' })).toBe(TWICE);
    expect(refusal(hidden, { ...hidden, system: 'other', isCount: false })).toBeNull();
  });

  it('are refused where one shows what another hides of the same people', () => {
    expect(refusal(hidden, table('wijk', HUNDRED, shown))).toBe(UNDONE);
    expect(refusal(table('wijk', HUNDRED, shown), hidden)).toBe(UNDONE);
  });

  it('are refused so too where the dimension and its total have other names', () => {
    const renamed = shown.map(([code, value]): Cell => [code === 'Totaal' ? 'Alle wijken' : code, value]);
    expect(refusal(hidden, table('woonwijk', HUNDRED, renamed))).toBe(UNDONE);
  });

  it('are refused so too where the same people have ids of another kind', () => {
    const households = table('wijk', people(1000, 1040), shown, { unitKind: 'household' });
    expect(refusal(hidden, households)).toBe(UNDONE);
  });

  it('are refused where totals of nested groups differ by fewer than ten, with no dimension in common', () => {
    const all = table('wijk', HUNDRED, [
      ['Totaal', 100],
      ['a', 100],
    ]);
    const most = table('leeftijd', people(3, 100), [
      ['Totaal', 97],
      ['12-17', 97],
    ]);
    expect(refusal(all, most)).toBe(ALMOST);
    expect(refusal(most, all)).toBe(ALMOST);
  });

  it('are refused where a part of nested groups differs by fewer than ten though the totals do not', () => {
    const all = table('wijk', HUNDRED, [
      ['Totaal', 100],
      ['a', 60],
      ['b', 40],
    ]);
    const part = table('wijk', people(0, 80), [
      ['Totaal', 80],
      ['a', 58],
      ['b', 22],
    ]);
    expect(refusal(all, part)).toBe(ALMOST);
  });

  it('pass where a part is nested and every figure differs by ten or more, or not at all', () => {
    const all = table('wijk', HUNDRED, [
      ['Totaal', 100],
      ['a', 60],
      ['b', 40],
    ]);
    const part = table('wijk', people(0, 85), [
      ['Totaal', 85],
      ['a', 60],
      ['b', 25],
    ]);
    expect(refusal(all, part)).toBeNull();
  });

  it('pass where they count other people, ten or more on either side', () => {
    const codesOf = (record: number) => [['a', 'b', 'c'][Math.floor(record / 10) % 3] ?? ''];
    const others = table('wijk', people(50, 150), shown, { codesOf });
    expect(refusal({ ...hidden, codesOf }, others)).toBeNull();
  });

  describe('whose cells hold almost the same people though the tables do not', () => {
    const PEOPLE =
      'A figure is of almost the same people in two tables; coarsen the tables or release one of them.';
    const WIJKEN = ['a', 'b', 'c'];
    const codesOf = (record: number) => [WIJKEN[Math.floor(record / 1000)] ?? ''];
    const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
    /** Persons of wijk a by their numbers, and so many others in b. */
    const inWijk = (ids: readonly number[], others: number) => {
      const all = [...ids, ...range(1000, 1000 + others)];
      const cells: Cell[] = [
        ['Totaal', all.length],
        ['a', ids.length],
        ['b', others],
      ];
      return table('wijk', new Map(all.map((id) => [String(id), [id]])), cells, { codesOf });
    };
    const all = inWijk(range(0, 100), 200);

    it('are refused where three are left of a cell, and so too with a stranger beside them', () => {
      expect(refusal(all, inWijk(range(3, 100), 150))).toBe(ALMOST);
      expect(refusal(all, inWijk(range(3, 101), 150))).toBe(PEOPLE);
      expect(refusal(inWijk(range(3, 101), 150), all)).toBe(PEOPLE);
    });

    it('are refused where as many came as left, so that the figures are equal', () => {
      expect(refusal(all, inWijk(range(3, 103), 150))).toBe(PEOPLE);
    });

    it('are refused where the strangers live in another part', () => {
      expect(refusal(all, inWijk(range(3, 100), 250))).toBe(PEOPLE);
    });

    it('are refused so too where the figures are sums, which differ by much', () => {
      const sums = (one: CountedTable): CountedTable => ({
        ...one,
        isCount: false,
        rows: one.rows.map(([code = '', n = 0, status = '']) => [code, Number(n) * 1000, status]),
      });
      expect(refusal(sums(all), sums(inWijk(range(3, 101), 150)))).toBe(PEOPLE);
    });

    it('pass where ten or more are on one side of every cell that differs', () => {
      expect(refusal(all, inWijk(range(10, 101), 150))).toBeNull();
      expect(refusal(all, inWijk(range(3, 110), 150))).toBeNull();
    });

    it('are refused where a cell of the same people is hidden in one of them', () => {
      const fewer = table(
        'wijk',
        all.units,
        [
          ['Totaal', 300],
          ['a', null],
          ['b', null],
        ],
        { codesOf },
      );
      const larger = inWijk(range(0, 100), 250);
      expect(refusal(fewer, larger)).toBe(UNDONE);
    });

    it('are found at every level of a hierarchy', () => {
      const levels = (one: CountedTable, n: number): CountedTable => ({
        ...one,
        rows: [...one.rows.filter(([code]) => code !== 'a'), ['stadsdeel', n, 'published']],
        codesOf: (record: number) => (record < 1000 ? ['a', 'stadsdeel'] : ['b', 'elders']),
      });
      expect(refusal(levels(all, 100), levels(inWijk(range(3, 101), 150), 98))).toBe(PEOPLE);
    });
  });

  it('are compared by what they share of several dimensions', () => {
    const two: CountedTable = {
      ...hidden,
      columns: [{ name: 'wijk' }, { name: 'jaar' }, { name: 'value' }, { name: 'status' }],
      rows: [
        ['Totaal', 'Totaal', 100, 'published'],
        ['a', 'Totaal', 37, 'published'],
        ['a', '2023', null, 'suppressed'],
      ],
    };
    expect(refusal(two, hidden)).toBe(UNDONE);
    const rest = two.rows.filter(([wijk, jaar]) => !(wijk === 'a' && jaar === 'Totaal'));
    expect(refusal({ ...two, rows: rest }, hidden)).toBeNull();
  });

  it('are compared by a shared dimension together with one that has another name', () => {
    const cross = (name: string, kind: string, shown: boolean): CountedTable => ({
      ...hidden,
      unitKind: kind,
      columns: [{ name }, { name: 'jaar' }, { name: 'value' }, { name: 'status' }],
      rows: [
        ['Totaal', 'Totaal', 100, 'published'],
        ['a', 'Totaal', 50, 'published'],
        ['a', '2023', shown ? 20 : null, shown ? 'published' : 'suppressed'],
      ],
    });
    expect(refusal(cross('wijk', 'person', false), cross('woonwijk', 'household', true))).toBe(UNDONE);
  });

  describe('of which one groups what the other shows', () => {
    const BUURTEN = ['b1', 'b2', 'b3', 'b4'];
    const KLASSEN = ['laag', 'laag', 'hoog', 'hoog'];
    const counted = (name: string, codes: readonly string[], more = {}) =>
      table(name, HUNDRED, [['Totaal', 100]], {
        codesOf: (record: number) => [codes[record % codes.length] ?? ''],
        ...more,
      });
    const apart = { system: 'other' };

    it('are refused where they were protected apart, whichever comes first', () => {
      const [fine, coarse] = [counted('buurt', BUURTEN), counted('klasse', KLASSEN, apart)];
      expect(refusal(fine, coarse)).toBe(GROUPS);
      expect(refusal(coarse, fine)).toBe(GROUPS);
    });

    it('are refused so too where somebody moved from one group to another', () => {
      const units = new Map([...HUNDRED, ['0', [0, 2]] as const]);
      const fine = counted('buurt', BUURTEN, { units });
      expect(refusal(fine, counted('klasse', KLASSEN, { ...apart, units }))).toBe(GROUPS);
    });

    it('pass where they were protected as one', () => {
      expect(refusal(counted('buurt', BUURTEN), counted('klasse', KLASSEN))).toBeNull();
    });

    it('pass where the people of one code are in several groups, or all in one', () => {
      const fine = counted('buurt', BUURTEN);
      expect(refusal(fine, counted('leeftijd', ['jong', 'oud', 'oud'], apart))).toBeNull();
      expect(refusal(fine, counted('land', ['NL'], apart))).toBeNull();
    });

    it('pass where a count stands beside a sum, which do not add up to each other', () => {
      expect(
        refusal(counted('buurt', BUURTEN), counted('klasse', KLASSEN, { ...apart, isCount: false })),
      ).toBeNull();
    });
  });
});
