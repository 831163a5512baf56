import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTheme } from '../../../policy/schema/theme.js';
import { brp, demo, input } from '../../../policy/testing/asked.js';
import { checkAreaYears } from './area-years.js';

const folder = new URL('../../../themes/', import.meta.url);
const themeOf = (id: string) => parseTheme(readFileSync(new URL(`${id}/theme.yaml`, folder), 'utf8'));
const ids = readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
  one.isDirectory() ? [one.name] : [],
);
const inflow = themeOf('instroom-drugs');
const of2022 = { ...brp, geography: { level: 'buurt', year: 2022, column: 'buurt' } } as const;
const withAreas = (inputs: (typeof inflow)['geography']['inputs']) => ({
  ...inflow,
  geography: { ...inflow.geography, inputs },
});

describe('the years of areas that a theme says', () => {
  it.each(ids)('are those of the contracts: %s', (id) => {
    const theme = themeOf(id);
    const read = theme.inputs.map(({ dataset }) => input(demo(dataset)));
    expect(() => checkAreaYears(theme, read)).not.toThrow();
  });

  it('are refused where the contract says another, or none', () => {
    const refusal = { code: 'ThemeInvalid' };
    expect(() => checkAreaYears(inflow, [input(of2022)])).toThrow(expect.objectContaining(refusal));
    const { geography: _, ...none } = brp;
    expect(() => checkAreaYears(inflow, [input(none)])).toThrow(expect.objectContaining(refusal));
    const accepted = withAreas([{ dataset: 'brp', year: 2022, acceptedBecause: 'the codes did not change' }]);
    expect(() => checkAreaYears(accepted, [input(of2022)])).not.toThrow();
  });
});
