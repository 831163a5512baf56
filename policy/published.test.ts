import { describe, expect, it } from 'vitest';
import type { Contract, ContractField } from './contract.js';
import type { ReleaseFacts } from './facts.js';
import { areaLevelOf, identifyingKinds, perUnitKinds, statisticOf } from './published.js';
import { PUBLISHABLE_STATISTICS } from './statistics.js';
import { brp, burglars, company, demo, fires, input, kwb, release, seen } from './testing/asked.js';

const PD = 'https://w3id.org/dpv/pd#';
const bag = demo('bag');

/** A source of one field, about objects. */
function withField(field: Partial<ContractField>, more: Partial<Contract> = {}): Contract {
  const [first] = bag.fields;
  if (!first) throw new Error('the contract has no field');
  const plain = {
    ...first,
    name: 'c',
    role: 'dimension',
    logicalType: 'code',
    treatment: { kind: 'keep' },
  } as const;
  return { ...bag, ...more, fields: [{ ...plain, ...field }] };
}

describe('the level of the areas that a column names', () => {
  it.each<[string, Contract, string, unknown]>([
    ['the code that the geography names', brp, 'buurt_code', 'buurt'],
    ['another code of the same source', burglars, 'buurt_delict', 'buurt'],
    ['mixed levels count as the finest', kwb, 'area_code', 'buurt'],
    ['the name of an area', kwb, 'area_name', 'buurt'],
    ['what tells mixed levels apart names no area', kwb, 'level', null],
    ['a figure names no area', kwb, 'inwoners', null],
    [
      'a code of which nobody says the level',
      withField({ logicalType: 'area-code' }, { geography: undefined } as never),
      'c',
      'unknown',
    ],
    [
      'a postcode cut to four digits',
      withField({ treatment: { kind: 'generalise', param: 'pc4' } }),
      'c',
      'pc4',
    ],
    ['a text of a record that is no area', withField({ logicalType: 'text' }), 'c', null],
  ])('%s', (_what, contract, column, level) => {
    expect(areaLevelOf({ contract, column })).toBe(level);
  });

  it('refuses areas finer than a provider allows, whatever coarser ones stand beside them, and finer than the theme said', () => {
    const wijk = input({ ...brp, output: { ...brp.output, minLevel: 'wijk' } });
    const shown = (levels: ReleaseFacts['levels'], promisedLevel: ReleaseFacts['promisedLevel'] = 'buurt') =>
      fires('O02 DENY', 'G5', release({ ...(levels ? { levels } : {}), promisedLevel, inputs: [wijk] }));
    expect(shown(['wijk', 'gemeente'])).toBe(false);
    expect(shown(['wijk', 'buurt'])).toBe(true);
    expect(shown(['pc4'])).toBe(true);
    expect(shown([])).toBe(false);
    expect(shown(['wijk'], 'gemeente')).toBe(true);
    expect(shown(['gemeente'], 'gemeente')).toBe(false);
  });
});

describe('what of a unit, address or place a column would give away', () => {
  it.each<[string, Contract, string, readonly string[]]>([
    ['an identifier by its role', brp, 'person', ['identifier']],
    ['a name by its category', withField({ category: `${PD}Name` }), 'c', ['identifier']],
    ['an address by its category', withField({ category: `${PD}PhysicalAddress` }), 'c', ['address']],
    ['a place in words', withField({ category: `${PD}Location`, logicalType: 'text' }), 'c', ['address']],
    [
      'a place in numbers',
      withField({ category: `${PD}Location`, logicalType: 'decimal' }),
      'c',
      ['coordinate'],
    ],
    ['a place by the name of its column', withField({ name: 'latitude' }), 'latitude', ['coordinate']],
    ['free text by its role', withField({ role: 'free-text' }), 'c', ['free-text']],
    ['the code of an area', burglars, 'buurt_woon', []],
    ['the year of a birth date', brp, 'geboortejaar', []],
    ['a kind of offence', demo('politie-verdachte'), 'delictgroep', []],
  ])('%s', (_what, contract, column, kinds) => {
    expect(identifyingKinds({ contract, column })).toEqual(kinds);
  });

  it('also what the contract does not say and the file was found to hold', () => {
    const contract = withField({});
    expect(identifyingKinds({ contract, column: 'c', profile: seen('c', 'address') })).toEqual(['address']);
    expect(identifyingKinds({ contract, column: 'c', profile: seen('c', 'coordinates') })).toEqual([
      'coordinate',
    ]);
    expect(identifyingKinds({ contract, column: 'c', profile: seen('c') })).toEqual([]);
  });

  it.each([
    'identifier',
    'address',
    'coordinate',
    'free-text',
    'pseudonym',
  ] as const)('is refused: %s', (kind) => {
    expect(fires('O03 DENY', 'G5', release({ columnKinds: ['dimension', kind] }))).toBe(true);
  });
});

describe('what a statement makes of records', () => {
  const publishable = (name: string) => PUBLISHABLE_STATISTICS.some((one) => one === statisticOf(name));

  it('names the statistics of the list, and leaves others the name by which they are refused', () => {
    for (const name of [
      'count',
      'count_if',
      'sum',
      'avg',
      'stddev',
      'stddev_samp',
      'stddev_pop',
      'regr_slope',
      'lag',
    ])
      expect(publishable(name), name).toBe(true);
    for (const name of [
      'min',
      'max',
      'min_by',
      'max_by',
      'variance',
      'corr',
      'bool_and',
      'first_value',
      'nth_value',
    ])
      expect(publishable(name), name).toBe(false);
    expect(fires('O06 DENY', 'G5', release({ statistics: ['max'] }))).toBe(true);
  });

  it('knows a rank, a score and a list by the functions that make them', () => {
    const kinds = (...through: string[]) => perUnitKinds({ through, seen: [] });
    expect(kinds('count', 'rank')).toEqual(['rank']);
    expect(kinds('ntile')).toEqual(['score']);
    expect(kinds('array_agg')).toEqual(['list']);
    expect(kinds('count', 'sum')).toEqual([]);
  });

  it('knows a list and a score by measures that nobody counted or summed, unless each record is an area', () => {
    const kinds = (contract: Contract, ...columns: string[]) =>
      perUnitKinds({ through: [], seen: columns.map((column) => ({ contract, column })) });
    const measures = company.fields
      .filter(({ role }) => role === 'measure')
      .map(({ name, as }) => as ?? name);
    expect(kinds(bag, 'oppervlak')).toEqual(['list']);
    expect(measures.length).toBeGreaterThan(1);
    expect(kinds(company, ...measures)).toEqual(['score']);
    expect(kinds(bag, 'type')).toEqual([]);
    expect(kinds(kwb, 'inwoners')).toEqual([]);
  });
});
