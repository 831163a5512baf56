import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../domain/dataset.js';
import { parseTheme } from '../../policy/schema/theme.js';
import { edgesOfTables } from './table-edges.js';

const themeOf = (id: string, changed = (yaml: string) => yaml) =>
  parseTheme(changed(readFileSync(new URL(`../../themes/${id}/theme.yaml`, import.meta.url), 'utf8')));
const columns = (...names: readonly string[]) =>
  ({ columns: names.map((name) => ({ name, type: 'text', role: 'dimension' })) }) as unknown as Manifest;

const RECORDS = ['person', 'wijk', 'gemeente', 'jaar'];
const result = columns(...['instroom', 'inwoners'].flatMap((id) => RECORDS.map((name) => `${id}.${name}`)));

/** "from KIND SUBTYPE" of one column of a table, sorted. */
function ways(to: string, theme = themeOf('instroom-drugs'), from = result): readonly string[] {
  const edges = edgesOfTables(theme, 'v', from, columns(to));
  expect(edges.every(({ toColumn, fromVersion }) => toColumn === to && fromVersion === 'v')).toBe(true);
  return edges.map(({ fromColumn, kind, subtype }) => `${fromColumn} ${kind} ${subtype}`).sort();
}
const counted = (id: string) => [
  `${id}.gemeente INDIRECT GROUP_BY`,
  `${id}.jaar INDIRECT GROUP_BY`,
  `${id}.person DIRECT AGGREGATION`,
  `${id}.wijk INDIRECT GROUP_BY`,
];

describe('what a published column rests on', () => {
  it('is the units of a count, by the groups of its dimensions', () => {
    expect(ways('instroom.value')).toEqual(counted('instroom'));
    expect(ways('instroom.status')).toEqual(counted('instroom'));
  });

  it('is the numerator and the denominator of a rate', () => {
    expect(ways('instroom-per-1000.value')).toEqual([...counted('instroom'), ...counted('inwoners')].sort());
  });

  it('is the dimension itself, of a rate that of its numerator', () => {
    expect(ways('instroom.wijk')).toEqual(['instroom.wijk DIRECT IDENTITY']);
    expect(ways('instroom-per-1000.wijk')).toEqual(['instroom.wijk DIRECT IDENTITY']);
  });

  it('is the measure of a sum, and what else of the records decided what is hidden', () => {
    const theme = themeOf('instroom-drugs', (yaml) =>
      yaml.replace('unit: person', 'unit: person\n      measure: bedrag'),
    );
    const from = columns('instroom.person', 'instroom.bedrag', 'instroom.wijk', 'instroom.klasse');
    expect(ways('instroom.value', theme, from)).toEqual([
      'instroom.bedrag DIRECT AGGREGATION',
      'instroom.klasse INDIRECT CONDITIONAL',
      'instroom.person DIRECT AGGREGATION',
      'instroom.wijk INDIRECT GROUP_BY',
    ]);
  });

  it('is the column of the same name where nothing is protected', () => {
    const from = columns('misdrijven.gebied', 'misdrijven.value', 'misdrijven.status');
    const theme = themeOf('veiligheid-den-haag');
    expect(ways('misdrijven.value', theme, from)).toEqual(['misdrijven.value DIRECT IDENTITY']);
    expect(ways('misdrijven.gebied', theme, from)).toEqual(['misdrijven.gebied DIRECT IDENTITY']);
  });

  it('is the figures of open tables that a rate divides, matched by their other columns', () => {
    const open = (yaml: string) => {
      const [head = ''] = yaml.split('outputs:');
      const output = (id: string, more: string) =>
        `  - { id: ${id}, title: Aantallen per gebied, query: ${id}.sql, protection: none, statistics: [{ kind: count, text: Het aantal per gebied. }${more}] }\n`;
      const rate = ', { kind: rate, denominator: inwoners, per: 1000, text: Per duizend inwoners. }';
      return `${head}outputs:\n${output('diefstal', rate)}${output('inwoners', '')}`;
    };
    const from = columns(
      ...['diefstal', 'inwoners'].flatMap((id) => [`${id}.gebied`, `${id}.value`, `${id}.status`]),
    );
    expect(ways('diefstal-per-1000.value', themeOf('veiligheid-den-haag', open), from)).toEqual([
      'diefstal.gebied INDIRECT JOIN',
      'diefstal.value DIRECT TRANSFORMATION',
      'inwoners.gebied INDIRECT JOIN',
      'inwoners.value DIRECT TRANSFORMATION',
    ]);
  });
});
