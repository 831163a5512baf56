import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DATA, describeOnData } from '../../tests/needs.js';
import { attackTable } from './attack-table.js';
import { protectTable } from './protect-table.js';
import { parseTableSpec } from './table/parse-table-spec.js';
import { writeSafeCsv } from './table/safe-csv.js';
import { isProtected, rangeOf } from './testing/joint-attack.js';

const FILE = join(DATA, 'om/TheHagueBurglars.csv');

/** Burglaries by home neighbourhood, minor or adult, native or foreign-born; the unit is the burglar. */
function burglaries() {
  const [header = '', ...lines] = readFileSync(FILE, 'utf8').trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const field = (name: string) => cells[names.indexOf(name)] as string;
    return [field('PERSONID'), `BU0${field('NHOODRES')}`, field('B_MINOR'), field('B_FOREIGN')] as const;
  });
}

function distinctPersons(rows: ReturnType<typeof burglaries>) {
  const persons = new Map<string, Set<string>>();
  for (const [person, ...codes] of rows) {
    const key = codes.join(' ');
    persons.set(key, (persons.get(key) ?? new Set()).add(person));
  }
  return new Map([...persons].map(([key, set]) => [key, set.size]));
}

describeOnData('the burglars of The Hague', () => {
  it('show only the two combinations of ten persons or more; none of the others can be known to within ten', async () => {
    const rows = burglaries();
    const persons = distinctPersons(rows);
    expect(persons.size).toBe(113);
    expect([...persons.values()].filter((n) => n === 1)).toHaveLength(47);
    expect([...persons.values()].filter((n) => n >= 10)).toHaveLength(2);

    const buurten = [...new Set(rows.map(([, buurt]) => buurt))].sort();
    const wijkOf = (buurt: string) => `WK${buurt.slice(2, 8)}`;
    const wijken = [...new Set(buurten.map(wijkOf))];
    const links = [
      ...wijken.map((wijk) => `${wijk},`),
      ...buurten.map((buurt) => `${buurt},${wijkOf(buurt)}`),
    ];
    const spec = parseTableSpec({
      dimensions: [
        { column: 'buurt', hierarchy: 'buurten.csv', total: 'Den Haag' },
        { column: 'minor', total: 'T' },
        { column: 'foreign', total: 'T' },
      ],
      unit: 'person',
    });
    const outside = { spec, hierarchies: new Map([['buurten.csv', `code,parent\n${links.join('\n')}\n`]]) };
    const data = { columns: ['person', 'buurt', 'minor', 'foreign'], rows };
    const table = await protectTable({ ...outside, data });
    const shown = new Map(table.rows.map(({ codes, value }) => [codes.join(' '), value]));
    expect(shown.get('Den Haag T T')).toBe('548');
    const seen = [...persons].filter(([key]) => shown.get(key) !== null);
    expect(seen.every(([, n]) => n >= 10)).toBe(true);

    const bytes = new TextEncoder().encode(writeSafeCsv(table));
    expect((await attackTable({ ...outside, data, bytes })).findings).toEqual([]);
    const attack = await attackTable({ ...outside, bytes });
    expect(attack.findings).toEqual([]);
    const few = attack.intervals.filter(({ codes }) => (persons.get(codes.join(' ')) ?? 10) < 10);
    expect(few).toHaveLength(111);
    const burglariesIn = (codes: readonly string[]) =>
      rows.filter(([, ...own]) => own.join(' ') === codes.join(' ')).length;
    const wide = few.filter(
      ({ codes, interval: { min, max } }) =>
        min !== null && isProtected(rangeOf(min, max), burglariesIn(codes)),
    );
    expect(wide).toHaveLength(111);
  }, 180_000);
});
