import { describe, expect, it } from 'vitest';
import type { SafeTable } from '../../lake/publish-table.js';
import { publishedForms } from './published-forms.js';

function formsOf(values: SafeTable['rows'][number], total = 'Totaal'): readonly string[] {
  const table: SafeTable = { columns: [{ name: 'c', type: 'text' }], rows: values.map((value) => [value]) };
  return publishedForms(table, new Map([['c', total]])).get('c') ?? [];
}

describe('what the texts of a published column look like', () => {
  it.each<[string, SafeTable['rows'][number], readonly string[]]>([
    [
      'codes of each level',
      ['BU05180101', 'WK051801', 'GM0518', 'NL00'],
      ['buurt', 'gemeente', 'land', 'wijk'],
    ],
    ['codes with letters, in any case', ['BU0363AA01', 'wk0363AA'], ['buurt', 'wijk']],
    ['one code among texts', ['centrum', 'BU05180101'], ['buurt', 'other']],
    ['provinces as fine as a municipality', ['PV28', 'LD03'], ['gemeente']],
    ['postcodes of six characters', ['2511CB', '1012 AB'], ['postcode']],
    ['years and numbers', ['2023', 518], ['other']],
    ['a code and a half', ['BU0518010'], ['other']],
    ['totals and empty cells say nothing', ['Totaal', null, ''], []],
  ])('%s', (_what, values, forms) => {
    expect(formsOf(values)).toEqual(forms);
  });

  it('takes the total of another column for what it is', () => {
    expect(formsOf(['Totaal'], "'s-Gravenhage")).toEqual(['other']);
  });
});
