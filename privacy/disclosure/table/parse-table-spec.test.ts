import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SluisError } from '../../../domain/errors.js';
import { parseTheme } from '../../../policy/schema/theme.js';
import { parseTableSpec, readTableSpec } from './parse-table-spec.js';

const smallest = { dimensions: [{ column: 'region', total: 'Total' }] };

function problemsOf(plain: unknown): readonly string[] {
  try {
    parseTableSpec(plain);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(SluisError);
    expect((error as SluisError).code).toBe('SpecInvalid');
    return (error as SluisError).details.problems as readonly string[];
  }
}

describe('a table specification', () => {
  it('has the defaults of the design', () => {
    expect(parseTableSpec(smallest)).toEqual({
      dimensions: [
        { column: 'region', hierarchy: { kind: 'flat' }, total: 'Total', disclosive: [], identifying: false },
      ],
      measure: null,
      units: [],
      weight: null,
      bounds: { min: 0, max: null },
      rules: {
        minFrequency: 10,
        pPercent: 10,
        dominance: [],
        pq: null,
        groupDisclosure: { share: 0.9, zero: false },
        boundary: 'unsafe',
      },
      cost: { kind: 'value' },
      method: 'optimal',
      timeLimitSeconds: 60,
      cells: false,
    });
  });

  it('reads every key of table.yaml', () => {
    const spec = parseTableSpec({
      dimensions: [
        { column: 'Region', hierarchy: 'region.hrc', total: 'Total', identifying: true },
        { column: 'wijk', parents: ['gemeente'], total: 'Totaal', disclosive: ['a'] },
      ],
      measure: 'Var2',
      unit: ['person', 'household'],
      weight: 'Weight',
      bounds: { min: -5, max: 5 },
      rules: {
        minFrequency: 12,
        pPercent: 15,
        dominance: [{ n: 2, k: 85 }],
        pq: { p: 10, q: 50 },
        groupDisclosure: { share: 0.8, zero: true },
        boundary: 'safe',
      },
      cost: 'Turnover',
      method: 'greedy',
      publishCounts: false,
      timeLimitSeconds: 5,
      cells: false,
    });
    expect(spec.dimensions[0]?.hierarchy).toEqual({ kind: 'file', file: 'region.hrc' });
    expect(spec.dimensions[1]?.hierarchy).toEqual({ kind: 'parents', columns: ['gemeente'] });
    expect(spec.units).toEqual(['person', 'household']);
    expect(spec.rules.pq).toEqual({ p: 10, q: 50 });
    expect(spec.cost).toEqual({ kind: 'column', column: 'Turnover' });
  });

  it('refuses a minimum frequency below ten', () => {
    expect(problemsOf({ ...smallest, rules: { minFrequency: 9 } })).toEqual([
      'rules.minFrequency: must be a whole number, never below ten',
    ]);
    expect(problemsOf({ ...smallest, rules: { minFrequency: 10 } })).toEqual([]);
  });

  it('refuses a lower bound of counts below 0, and p % below ten', () => {
    expect(problemsOf({ ...smallest, bounds: { min: -1 }, rules: { pPercent: 9.9 } })).toEqual([
      'bounds.min: must not be below 0: no count is',
      'rules.pPercent: must be at least ten',
    ]);
    expect(problemsOf({ ...smallest, bounds: { min: 1 }, rules: { pPercent: 10 } })).toEqual([]);
    expect(problemsOf({ ...smallest, measure: 'x', bounds: { min: -1 } })).toEqual([]);
  });

  it('names an unknown key by its place alone', () => {
    expect(problemsOf({ ...smallest, '123456782': 1 }).join()).not.toContain('123456782');
    const nested = { dimensions: [{ column: 'a', total: 'T', 'J. Jansen': 1 }] };
    expect(problemsOf(nested)).toEqual(['dimensions[0]: unknown key (number 3 of the group)']);
    expect(readTableSpec(nested)).toMatchObject({ problems: [{ unknownKey: 'J. Jansen' }] });
  });

  it('reports every problem at once and repeats no value', () => {
    const problems = problemsOf({
      dimensions: [
        { column: 'a', total: 'T' },
        { column: 'a', total: 7 },
      ],
      bounds: { min: 3, max: 3 },
      rules: { dominance: [{ n: 0, k: 85 }], pq: { p: 10 } },
      method: 'secret-method',
    });
    expect(problems).toEqual([
      'dimensions[1].total: must be text',
      'dimensions[1].column: is named twice, or is a column of the published table',
      'bounds.max: must be a number above min',
      'rules.dominance[0].n: must be a whole number from 1',
      'rules.pq.q: is missing',
      'method: must be optimal or greedy',
    ]);
  });

  it('refuses counts beside sums: they are a table of their own', () => {
    expect(problemsOf({ ...smallest, measure: 'x', publishCounts: true })).toHaveLength(1);
  });

  it('refuses of ready-made cells what they cannot show', () => {
    const rules = { dominance: [{ n: 3, k: 90 }] };
    expect(problemsOf({ ...smallest, cells: true, weight: 'w', cost: 'c', rules })).toHaveLength(3);
  });

  it.each([null, 7, 'text', []])('refuses what is no group of keys (%j)', (plain) => {
    expect(problemsOf(plain)[0]).toBe('table: must be a group of keys');
  });

  it('takes the table of every theme as it is', () => {
    const folder = new URL('../../../themes/', import.meta.url);
    const themes = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const tables = themes.flatMap(({ name }) => {
      const theme = parseTheme(readFileSync(new URL(`${name}/theme.yaml`, folder), 'utf8'));
      return theme.outputs.flatMap((output) =>
        output.protection === 'disclosure-control' ? [output.table] : [],
      );
    });
    expect(tables.length).toBeGreaterThan(2);
    for (const table of tables) expect(parseTableSpec(table).units).toEqual([table.unit].flat());
  });
});
