import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SluisError } from '../../domain/errors.js';
import { treatedSql } from '../../lake/treatments.js';
import { parseContract } from './parse-contract.js';

const ready = (name: string) =>
  readFileSync(new URL(`../../demo/contracts/${name}.yaml`, import.meta.url), 'utf8');
const suspects = ready('politie-verdachte');
const kwb = ready('cbs-kwb-2024');
const police = ready('politie-den-haag-2017');

/** The problems of a contract with one text replaced, which must be there. */
function problems(contract: string, from: string, to: string): readonly string[] {
  expect(contract).toContain(from);
  const text = contract.replace(from, to);
  try {
    parseContract(text);
    return [];
  } catch (error) {
    if (!(error instanceof SluisError)) throw error;
    expect(error.code).toBe('ContractInvalid');
    expect(error.message.split('\n').at(-1)).toContain('sluis contracts schema');
    return (error.details.problems as readonly string[]).map((problem) => placed(text, problem));
  }
}

/** `line:column path: what` with the place replaced by the line's own text from that column on. */
function placed(text: string, problem: string): string {
  const [, line, column, rest] = /^(\d+):(\d+) ([\s\S]*)$/.exec(problem) ?? [];
  const there = text.split('\n')[Number(line) - 1]?.slice(Number(column) - 1);
  return `<${there}> ${rest}`;
}

const YEAR = 'kind: generalise\n      param: year';
const BSN = 'kind: pseudonymise\n      entityType: bsn';
const SAME = 'is the name in the lake of another field; give it its own name with "as"';
const DOMAIN = '  - instroom-drugs\nretention';
const LEVEL = 'column: Regioaanduiding/Soort regio (omschrijving)';

describe('a contract whose fields contradict each other is refused at the place', () => {
  it.each([
    [
      'a field twice',
      suspects,
      'name: delictgroep',
      'name: datum',
      '<datum> fields[2].name: names a field that is there already',
    ],
    ['a name in the lake twice', suspects, 'as: gemeente_code', 'as: jaar', `<jaar> fields[3].as: ${SAME}`],
    [
      'a name in the lake that differs in case only',
      suspects,
      'name: delictgroep',
      'name: JAAR',
      `<JAAR> fields[2].name: ${SAME}`,
    ],
    [
      'no citizen service number beside a field that is one',
      suspects,
      'bsn:\n  present: true',
      'bsn:\n  present: false',
      '<false> bsn.present: is false, and the field bsn is pseudonymised as a citizen service number',
    ],
    [
      'a gap that rests on no field',
      police,
      'missingWhen:\n      - field: month',
      'missingWhen:\n      - field: maand',
      '<maand> fields[4].missingWhen[0].field: is the delivered name of no other field that is kept',
    ],
    [
      'a gap in a field that is not kept',
      police,
      'description: Breedtegraad van het midden van de buurt',
      'description: Breedtegraad\n    missingWhen: [{ field: month, equals: ["12"], reason: onbekend }]',
      '<{ field: month, equals: ["12"], reason: onbekend }]> fields[5].missingWhen[0]: is said of a field that is not kept',
    ],
    [
      'pseudonymise without an entity type',
      suspects,
      BSN,
      'kind: pseudonymise',
      '<kind: pseudonymise> fields[0].treatment: pseudonymise needs an entityType: bsn, kvk, vbo, person, household, …',
    ],
    [
      'an entity type without a canonical form',
      suspects,
      'entityType: bsn',
      'entityType: listing',
      '<listing> fields[0].treatment.entityType: is no known entity type: bsn, kvk, vbo, person, household, …',
    ],
    [
      'an entity type where nothing is pseudonymised',
      suspects,
      BSN,
      'kind: drop\n      entityType: bsn',
      '<bsn> fields[0].treatment.entityType: drop takes no entityType',
    ],
    [
      'generalise without param',
      suspects,
      YEAR,
      'kind: generalise',
      '<kind: generalise> fields[1].treatment: generalise takes year, month or pc4',
    ],
    [
      'generalise to something else',
      suspects,
      'param: year',
      'param: week',
      '<week> fields[1].treatment.param: generalise takes year, month or pc4',
    ],
    [
      'bucket with borders that do not rise',
      suspects,
      YEAR,
      'kind: bucket\n      param: 0,24,12',
      '<0,24,12> fields[1].treatment.param: bucket takes whole numbers in rising order, separated by commas: "0,12,24,65"',
    ],
    [
      'round to nothing',
      suspects,
      YEAR,
      'kind: round\n      param: "0"',
      '<"0"> fields[1].treatment.param: round takes one whole number above zero: "5"',
    ],
    [
      'keep with a param',
      suspects,
      YEAR,
      'kind: keep\n      param: year',
      '<year> fields[1].treatment.param: keep takes no param',
    ],
    [
      'codes of a date',
      suspects,
      'logicalType: code',
      'logicalType: date',
      '<- drugs> fields[2].codeList: a field of type date has no codes: code, text and integer have',
    ],
    [
      'CSV without delimiter',
      suspects,
      '  delimiter: ","\n',
      '',
      '<media: text/csv> format: text/csv needs a delimiter: ";"',
    ],
    ...['"("', "'^(a+)+b'", "'Bron:'", "'^'"].map((pattern): [string, string, string, string, string] => [
      `a footer that is no beginning of a line: ${pattern}`,
      suspects,
      '  delimiter: ","\n',
      `  delimiter: ","\n  footerPattern: ${pattern}\n`,
      `<${pattern}> format.footerPattern: takes ^ and the text with which such a line begins, without other signs of a regular expression: "^Bron:"`,
    ]),
    [
      'JSON without the steps to its rows',
      police,
      police.slice(police.indexOf('  records:'), police.indexOf('\ngeography:')),
      '',
      '<media: application/json> format: application/json needs records: the steps to its rows',
    ],
    [
      'a geography of no field',
      suspects,
      'column: gemeente',
      'column: gemeente_code',
      '<gemeente_code> geography.column: is the delivered name of no field',
    ],
    [
      'totals of no field',
      kwb,
      LEVEL,
      'column: level',
      '<level> geography.totals.column: is the delivered name of no field',
    ],
    [
      'a period that ends before it begins',
      suspects,
      'from: 2022-01-01\n  until: 2024-12-31',
      'from: 2022-01-01\n  until: 2021-12-31',
      '<2021-12-31> period.until: lies before its beginning',
    ],
    [
      'a validity that ends before it begins',
      suspects,
      'from: 2024-01-01\n  until: 2099-12-31',
      'from: 2024-01-01\n  until: 2023-12-31',
      '<2023-12-31> validity.until: lies before its beginning',
    ],
    [
      'an agreement that ends before it begins',
      suspects,
      'validUntil: 2099-12-31',
      'validUntil: 2023-12-31',
      '<2023-12-31> agreements[0].validUntil: lies before its beginning',
    ],
    [
      'two linkage domains',
      suspects,
      DOMAIN,
      '  - instroom-drugs\n  - vastgoed\nretention',
      '<vastgoed> linkageDomains[1]: a second linkage domain; one delivery goes to one of them',
    ],
    [
      'a retention that is no duration',
      suspects,
      'landing: P14D',
      'landing: 2 weken',
      '<2 weken> retention.landing: a duration of years, months, days: P1Y6M, P14D',
    ],
    [
      'a retention beyond any calendar',
      suspects,
      'landing: P14D',
      'landing: P9999999Y',
      '<P9999999Y> retention.landing: a duration of years, months, days: P1Y6M, P14D',
    ],
  ])('%s', (_, contract, from, to, expected) => {
    expect(problems(contract, from, to)).toEqual([expected]);
  });

  it.each([
    ['a span of one day', 'from: 2022-01-01\n  until: 2024-12-31', 'from: 2022-01-01\n  until: 2022-01-01'],
    ['borders below zero', YEAR, 'kind: bucket\n      param: -10, 0, 10'],
    ['a postcode cut to its digits', 'param: year', 'param: pc4'],
    ['no linkage domain', `linkageDomains:\n${DOMAIN}`, 'linkageDomains: []\nretention'],
  ])('but %s is accepted', (_, from, to) => {
    expect(problems(suspects, from, to)).toEqual([]);
  });

  it('lists every offence, in the order of the text', () => {
    const twice = suspects.replace('param: year', 'param: week');
    expect(problems(twice, 'column: gemeente', 'column: wijk').map((line) => line.split(' ')[1])).toEqual([
      'fields[1].treatment.param:',
      'geography.column:',
    ]);
  });

  it('takes exactly the params that the lake can carry out', () => {
    const param = fc.oneof(
      fc.constantFrom('year', 'month', 'pc4', 'Year', ' year', '', '0', '5', '05', '1e3', '-5', '1.5', '5 '),
      fc.array(fc.integer({ min: -3, max: 9 }), { maxLength: 4 }).map((list) => list.join(',')),
      fc.array(fc.integer({ min: -3, max: 9 }), { maxLength: 4 }).map((list) => list.sort().join(', ')),
    );
    const kind = fc.constantFrom('generalise' as const, 'bucket' as const, 'round' as const);
    const isCarriedOut = (of: 'generalise' | 'bucket' | 'round', by: string) => {
      const plan = { source: 'x', name: 'x', type: 'text', required: true, role: 'measure' } as const;
      const format = { media: 'text/csv', encoding: 'utf-8' } as const;
      try {
        return treatedSql({ ...plan, treatment: { kind: of, param: by } }, 'x', format) !== '';
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(kind, param, (of, by) => {
        const to = `kind: ${of}\n      param: ${JSON.stringify(by)}`;
        // The form of a text trims it and refuses an empty one: what the lake gets is the trimmed text.
        const isFine = by.trim() !== '' && isCarriedOut(of, by.trim());
        expect(problems(suspects, YEAR, to).length === 0).toBe(isFine);
      }),
      { numRuns: 150 },
    );
  });
});
