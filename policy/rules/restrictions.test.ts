import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract.js';
import { decide } from '../decide.js';
import type { Level } from '../levels.js';
import { about, brp, burglars, fires, input, kwb, limited, NOW, release, run } from '../testing/asked.js';

describe('a level of area that a provider denies', () => {
  const isDenied = (level: Level, ...levels: readonly Level[]) =>
    fires('O02 DENY 2', 'G5', release({ levels, inputs: [input(limited('granularity', [level], 'deny'))] }));

  it.each([
    ['buurt', ['buurt']],
    ['wijk', ['buurt', 'wijk']],
    ['gemeente', ['buurt', 'wijk', 'gemeente']],
    ['riec', ['buurt', 'wijk', 'gemeente', 'riec']],
    ['pc4', ['pc4']],
    ['land', ['buurt', 'wijk', 'gemeente', 'riec', 'politie-eenheid', 'pc4', 'land']],
  ] as const)('%s is denied too where finer areas add up to it, and no other is', (level, denied: readonly Level[]) => {
    for (const shown of ['buurt', 'wijk', 'gemeente', 'riec', 'politie-eenheid', 'pc4', 'land'] as const)
      expect(isDenied(level, shown), shown).toBe(denied.includes(shown));
  });

  it('is found among the levels of a release', () => {
    expect(isDenied('wijk', 'land', 'buurt')).toBe(true);
    expect(isDenied('wijk', 'land', 'gemeente')).toBe(false);
  });
});

describe('what may not be combined', () => {
  const withOther = (other: Contract, ancestors: readonly Contract[] = []) => ({
    met: (value: string) =>
      fires(
        'X02 DENY',
        'G4',
        run({ inputs: [input(limited('combine', [value], 'deny')), input(other, { ancestors })] }),
      ),
  });
  const ethnic: Contract = { ...kwb, art9: { present: true, categories: ['ethnicity'] } };

  it.each([
    ['the source', kwb, kwb.sourceId, 'another-source'],
    ['the regime', burglars, 'WPG', 'WJSG'],
    [
      'a category of its fields',
      burglars,
      'https://w3id.org/dpv/pd#BirthPlace',
      'https://w3id.org/dpv/pd#Income',
    ],
    ['criminal data', burglars, 'art10', 'art9'],
    ['a kind of criminal data', burglars, 'suspect', 'victim'],
    ['special categories', ethnic, 'art9', 'art10'],
    ['a special category', ethnic, 'ethnicity', 'religion'],
  ])('is named by %s, also behind what the other was made from', (_, other, meets, misses) => {
    for (const { met } of [withOther(other), withOther({ ...brp, sourceId: 'derived' }, [other])]) {
      expect(met(meets)).toBe(true);
      expect(met(misses)).toBe(false);
    }
  });

  it('is not met by a category that the other says is absent', () => {
    const absent: Contract = {
      ...kwb,
      art9: { present: false, categories: ['ethnicity'] },
      art10: { present: false, kinds: ['suspect'] },
    };
    expect(withOther(absent).met('ethnicity')).toBe(false);
    expect(withOther(absent).met('suspect')).toBe(false);
  });
});

it('S01 refuses a restriction that can meet nothing, whatever way the contract came', () => {
  const places = (kind: Parameters<typeof limited>[0], value: string) =>
    decide('G0', about(limited(kind, [value], 'deny')), NOW).hits.flatMap(({ code, fields }) =>
      code === 'S01' ? fields : [],
    );
  expect(places('granularity', 'buurten')).toEqual(['restrictions[0].values[0]']);
  expect(places('granularity', 'buurt')).toEqual([]);
});
