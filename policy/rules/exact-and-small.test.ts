import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract.js';
import type { Facts } from '../facts.js';
import { about, brp, burglars, fires, input, profile, release, run, seen } from '../testing/asked.js';

describe('small classes and exact places', () => {
  it('K01 and K02 ask again at run and release what became curated', () => {
    const small = {
      unit: 'person',
      units: 9,
      rows: 9,
      kMin: 9,
      unitsBelowK: 9,
      shareBelowK: 1,
      uniqueUnits: 0,
    } as const;
    const inputs = [
      input(burglars, {
        risk: { ...small, quasiIdentifiers: [] },
        curated: [{ name: 'datum', type: 'date', role: 'quasi-id' }],
      }),
    ];
    for (const row of ['K01 REVIEW', 'K02 DENY']) {
      expect(fires(row, 'G4', run({ inputs })), row).toBe(true);
      expect(fires(row, 'G5', release({ inputs })), row).toBe(true);
      expect(fires(row, 'G5', release({})), row).toBe(false);
    }
  });

  it('K01 asks of a report that counted no class of its rows, and not where there are none', () => {
    const uncounted = {
      unit: 'person',
      units: 290,
      kMin: null,
      unitsBelowK: 0,
      shareBelowK: 0,
      uniqueUnits: 0,
    } as const;
    const asks = (rows: number) =>
      fires('K01 REVIEW', 'G3', about(burglars, { risk: { ...uncounted, rows, quasiIdentifiers: [] } }));
    expect([asks(548), asks(0)]).toEqual([true, false]);
  });

  it('K02 finds an exact place by the name, by the category, and by what the profile saw in a column that is kept', () => {
    const plain = {
      description: 'd',
      why: 'w',
      required: true,
      logicalType: 'decimal',
      role: 'measure',
    } as const;
    const field = { ...plain, name: 'plek', category: null, treatment: { kind: 'keep' } } as const;
    const at = (name: string, one: object, more: Partial<Facts> = {}) =>
      fires(
        'K02 DENY',
        'G3',
        about(
          { ...burglars, fields: [{ ...field, ...one }] },
          { columns: [{ name, type: 'decimal', role: 'measure' }], ...more },
        ),
      );
    expect(at('plek', {})).toBe(false);
    expect(at('latitude', {})).toBe(true);
    expect(at('plek', { category: 'https://w3id.org/dpv/pd#GPSCoordinate' })).toBe(true);
    expect(at('plek', {}, { profile: seen('plek', 'coordinates') })).toBe(true);
    const rounded = { treatment: { kind: 'round', param: '100' } };
    expect(at('plek', rounded, { profile: seen('plek', 'coordinates') })).toBe(false);
  });

  it('K02 finds an exact date of a person under art. 9 or 10 in a text or number that is kept or rounded', () => {
    const field = {
      name: 'pleegdatum',
      logicalType: 'text',
      required: true,
      description: 'd',
      why: 'w',
      role: 'quasi-id',
      category: null,
    } as const;
    const seenDates = (dates: { readonly dates?: true }) => ({
      ...profile,
      columns: [
        { name: 'pleegdatum', position: 1, missing: 0, distinct: 9, invalid: 0, detected: [], ...dates },
      ],
    });
    const found = (
      treatment: Contract['fields'][number]['treatment'],
      dates: { readonly dates?: true } = { dates: true },
      contract: Contract = burglars,
    ) =>
      fires(
        'K02 DENY',
        'G3',
        about(
          { ...contract, fields: [{ ...field, treatment }] },
          {
            columns: [{ name: 'pleegdatum', type: 'text', role: 'quasi-id' }],
            profile: seenDates(dates),
          },
        ),
      );
    expect(found({ kind: 'keep' })).toBe(true);
    expect(found({ kind: 'round', param: '100' })).toBe(true);
    expect(found({ kind: 'generalise', param: 'month' })).toBe(false);
    expect(found({ kind: 'keep' }, {})).toBe(false);
    expect(found({ kind: 'keep' }, { dates: true }, brp)).toBe(false);
  });
});
