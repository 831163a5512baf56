import { describe, expect, it } from 'vitest';
import { type MadeInputs, runOutput } from '../run-statements.js';

const theme = 'instroom-drugs';

/** The register begins in 2019, so 2020 is the first year whose first registrations are known to be first. */
const suspects: MadeInputs['politie_verdachte'] = [
  { person: 'eerder', jaar: 2019, delictgroep: 'drugs' },
  { person: 'eerder', jaar: 2020, delictgroep: 'drugs' },
  { person: 'nieuw', jaar: 2020, delictgroep: 'drugs' },
  { person: 'nieuw', jaar: 2021, delictgroep: 'drugs' },
  { person: 'anders', jaar: 2019, delictgroep: 'geweld' },
  { person: 'anders', jaar: 2021, delictgroep: 'drugs' },
  { person: 'elf', jaar: 2020, delictgroep: 'drugs' },
  { person: 'twaalf', jaar: 2020, delictgroep: 'drugs' },
  { person: 'drieentwintig', jaar: 2020, delictgroep: 'drugs' },
  { person: 'vierentwintig', jaar: 2020, delictgroep: 'drugs' },
  { person: 'elders', jaar: 2020, delictgroep: 'drugs' },
];
const born: Readonly<Record<string, number>> = {
  eerder: 2004,
  nieuw: 2004,
  anders: 2004,
  elf: 2009,
  twaalf: 2008,
  drieentwintig: 1997,
  vierentwintig: 1996,
  buur: 2003,
};
/** Everybody lives in wijk 01 until 2020 and in wijk 02 from 2021 on; "elders" is in no register. */
const brp: MadeInputs['brp'] = Object.entries(born).flatMap(([person, geboortejaar]) =>
  [2019, 2020, 2021].map((jaar) => ({
    person,
    jaar,
    buurt_code: jaar < 2021 ? 'BU05180101' : 'BU05180203',
    geboortejaar,
  })),
);
const made: MadeInputs = { brp, politie_verdachte: suspects };

describe('first-time suspects of 12 to 23', () => {
  it('counts each person once, in the year of the first registration and the wijk of that year', async () => {
    const rows = await runOutput(theme, 'instroom', made);
    expect(rows.map(({ person, wijk, gemeente, jaar }) => [person, wijk, gemeente, jaar])).toEqual([
      ['anders', 'WK051802', 'GM0518', '2021'],
      ['drieentwintig', 'WK051801', 'GM0518', '2020'],
      ['nieuw', 'WK051801', 'GM0518', '2020'],
      ['twaalf', 'WK051801', 'GM0518', '2020'],
    ]);
  });

  it('keeps the first year when told that the register is complete', async () => {
    const rows = await runOutput(theme, 'instroom', made, { aanlooptijd: 0 });
    expect(rows.map(({ person, jaar }) => `${person} ${jaar}`)).toContain('eerder 2019');
  });

  it('takes another group of offences by parameter', async () => {
    const rows = await runOutput(theme, 'instroom', made, { delictgroep: 'geweld', aanlooptijd: 0 });
    expect(rows.map(({ person }) => person)).toEqual(['anders']);
  });
});

describe('the denominator', () => {
  it('is everybody of the same age in the same wijk and years, suspect or not', async () => {
    const rows = await runOutput(theme, 'inwoners', made);
    const of = (jaar: string) => rows.filter((row) => row.jaar === jaar).map(({ person }) => person);
    expect(of('2019')).toEqual([]);
    expect(of('2020')).toEqual(['anders', 'buur', 'drieentwintig', 'eerder', 'nieuw', 'twaalf']);
    expect(of('2021')).toEqual(['anders', 'buur', 'eerder', 'elf', 'nieuw', 'twaalf']);
  });

  it('holds every person of the numerator', async () => {
    const key = (row: Readonly<Record<string, unknown>>) => [row.person, row.wijk, row.jaar].join();
    const denominator = new Set((await runOutput(theme, 'inwoners', made)).map(key));
    const numerator = (await runOutput(theme, 'instroom', made)).map(key);
    expect(numerator.filter((row) => !denominator.has(row))).toEqual([]);
  });
});
