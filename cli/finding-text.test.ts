import { describe, expect, it } from 'vitest';
import { SHAPE_FINDINGS } from '../domain/profile.js';
import { findingTexts, placesText } from './finding-text.js';

const m02 = (...fields: string[]) => ({ code: 'M02', fields });

describe('the places of a rule in a file', () => {
  it('are said in the language of whoever reads them', () => {
    const hit = m02('SURFACE', 'part 1, line 3: ragged', 'RESUNITS: 1 not of type decimal (sign .)');
    expect(placesText(hit, 'en')).toBe(
      ' [SURFACE, part 1, line 3: ragged, RESUNITS: 1 not of type decimal (sign .)]',
    );
    expect(placesText(hit, 'nl')).toBe(
      ' [SURFACE, deel 1, regel 3: ander aantal cellen, RESUNITS: 1 niet van type decimal (teken .)]',
    );
    expect(placesText({ code: 'C03', fields: ['column 5: email', 'wie: name'] }, 'nl')).toBe(
      ' [kolom 5: e-mailadres, wie: naam]',
    );
    expect(placesText({ code: 'M01', fields: ['column 1'] }, 'nl')).toBe(' [kolom 1]');
    for (const finding of SHAPE_FINDINGS)
      expect(placesText(m02(`part 1: ${finding}`), 'nl')).not.toContain('part');
  });

  it('of a contract stay what they are', () => {
    expect(placesText({ code: 'S03', fields: ['agreements[0]'] }, 'nl')).toBe(' [agreements[0]]');
    expect(placesText({ code: 'S03', fields: [] }, 'nl')).toBe('');
  });

  it('are ten at most, and a count of the others', () => {
    const fields = Array.from({ length: 901 }, (_, at) => `column ${at + 1}`);
    expect(placesText({ code: 'M01', fields }, 'en')).toMatch(
      /^ \[column 1, .*, column 10, … and 891 more\]$/,
    );
    expect(placesText({ code: 'M01', fields }, 'nl')).toMatch(/, kolom 10, … en nog 891\]$/);
    expect(findingTexts({ code: 'M02', fields: fields.map((_, at) => `k${at}`) }, 'en')).toEqual([
      'columns are missing: k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, … and 891 more.',
    ]);
  });
});

describe('what is wrong at the places of M02', () => {
  it('is a sentence each: what stands in a part, which columns are missing, which values are none', () => {
    const hit = m02(
      'SURFACE',
      'part 1: one-column',
      'a: 1 not of type decimal (sign .)',
      'b: 7 not of type date',
    );
    expect(findingTexts(hit, 'en')).toEqual([
      'part 1: everything stands in one column; the delimiter is another than format.delimiter of the contract.',
      'column SURFACE is missing.',
      'column a: 1 value is no decimal number; the contract says decimal sign . (format.decimal).',
      'column b: 7 values are no date; correct them, or declare what stands for "no value" (missing of the field).',
    ]);
    expect(findingTexts(hit, 'nl')).toEqual([
      'deel 1: alles staat in één kolom; het scheidingsteken is een ander dan format.delimiter van het contract.',
      'kolom SURFACE ontbreekt.',
      'kolom a: 1 waarde is geen decimaal getal; het contract zegt decimaalteken . (format.decimal).',
      'kolom b: 7 waarden zijn geen datum; verbeter ze, of leg vast wat voor "geen waarde" staat (missing van het veld).',
    ]);
  });
});
