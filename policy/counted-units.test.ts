import { describe, expect, it } from 'vitest';
import { countsPersons } from './counted-units.js';
import { brp, burglars, demo, input, kwb } from './testing/asked.js';

const energy = demo('energie');

describe('a table under disclosure control', () => {
  it.each([
    ['persons of a source of persons', [burglars], ['person'], true],
    ['numbers of records of persons', [burglars], [null], false],
    ['households of a register of persons', [brp], ['household'], true],
    ['homes, where the sources hold persons', [brp, energy], ['vbo'], false],
    ['homes and persons', [brp, energy], ['vbo', 'bsn'], true],
    ['homes, where the sources hold no person', [energy], ['vbo'], true],
    ['numbers of records of homes', [energy], [null], false],
    ['offences in areas', [kwb], [null], true],
    ['areas, where persons are read too', [kwb, burglars], [null], false],
  ] as const)('that counts %s', (_what, contracts, units, expected) => {
    expect(countsPersons({ inputs: contracts.map((one) => input(one)), units })).toBe(expected);
  });

  it('is held to the persons of what its inputs were made from', () => {
    expect(countsPersons({ inputs: [input(kwb, { ancestors: [burglars] })], units: [null] })).toBe(false);
  });
});
