import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SluisError } from '../../domain/errors.js';
import { parseTheme } from './theme.js';

const text = readFileSync(new URL('../../themes/instroom-drugs/theme.yaml', import.meta.url), 'utf8');

function problems(source: string): readonly string[] {
  try {
    parseTheme(source);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(SluisError);
    expect((error as SluisError).code).toBe('ThemeInvalid');
    return (error as SluisError).details.problems as readonly string[];
  }
}

/** The line (from 1) of the first line that holds a text. */
const lineOf = (part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

describe('theme.yaml', () => {
  it('is read with the defaults of disclosure control', () => {
    const theme = parseTheme(text);
    const output = theme.outputs[0];
    expect(output?.protection === 'disclosure-control' && output.table.rules).toEqual({
      minFrequency: 10,
      pPercent: 10,
      boundary: 'unsafe',
    });
  });

  it.each([
    [
      'a default of another type',
      'default: 12',
      'default: twaalf',
      'parameters[1].default: is not of type integer',
    ],
    ['a statistic that is not on the list (O06)', 'kind: rate', 'kind: top', 'statistics[1].kind'],
    [
      'a denominator that is no output',
      'denominator: inwoners',
      'denominator: huizen',
      'is no output of this theme',
    ],
    [
      'an output that is named as the rates of another are',
      'id: inwoners',
      'id: inwoners-per-10',
      'outputs[1].id: ends as the name of a rate (-per-1000)',
    ],
    [
      'two rates of one output whose tables would have the same name',
      '      - { kind: rate,',
      '      - { kind: share, denominator: inwoners, per: 1000, text: "Aandeel van de inwoners." }\n      - { kind: rate,',
      'outputs[0].statistics[2].per: is that of another rate of this output',
    ],
    [
      'a title that moves on the screen',
      'title: ',
      'title: "\\e[2J weg" # ',
      'title: a character that no screen shows as itself (U+001B); leave it out',
    ],
    ['a level below buurt', 'minimumLevel: wijk', 'minimumLevel: postcode', 'minimumLevel'],
    ['a query outside the folder', 'query: instroom.sql', 'query: ../x.sql', 'outputs[0].query'],
    ['an unknown key, without quoting it', 'version: 1.0.0', 'version: 1.0.0\nGEHEIM: ja', 'unknown key'],
    [
      'a column without a reason',
      'why: De eenheid die geteld en gekoppeld wordt binnen het koppelingsdomein.',
      'why: nodig',
      'why: at least ten characters',
    ],
    [
      'codes of another year without a reason',
      'year: 2024\n  inputs:',
      'year: 2022\n  inputs:',
      'acceptedBecause',
    ],
    ['a duplicate key', 'version: 1.0.0', 'version: 1.0.0\nversion: 1.0.0', 'a key twice'],
    [
      'many aliases',
      'authors: [analyst]',
      `authors: [&a analyst${', *a'.repeat(60)}]`,
      'more than 50 aliases',
    ],
    ['several documents', 'version: 1.0.0', 'version: 1.0.0\n---', 'a second document; one file holds one'],
  ])('refuses %s', (_, from, to, expected) => {
    expect(text).toContain(from);
    const found = problems(text.replace(from, to)).join('\n');
    expect(found).toContain(expected);
    expect(found).not.toContain('GEHEIM');
  });

  it.each([
    ['a minimum frequency below ten', 'rules: { minFrequency: 9 }', 'minFrequency: never below ten'],
    ['a p % below ten', 'rules: { pPercent: 9.9 }', 'pPercent: never below ten'],
    [
      'counts that could be below 0',
      'bounds: { min: -1 }',
      'table.bounds.min: must not be below 0: no count is',
    ],
  ])('refuses %s', (_, weaker, expected) => {
    const changed = text.replace('      unit: person\n', `      unit: person\n      ${weaker}\n`);
    expect(problems(changed).join()).toContain(expected);
  });

  it('takes values below 0 of a sum', () => {
    const measured = '      unit: person\n      measure: bedrag\n      bounds: { min: -1, max: 9 }\n';
    expect(problems(text.replace('      unit: person\n', measured))).toEqual([]);
  });

  it('says what to do next', () => {
    expect(() => parseTheme('')).toThrow(
      '1:1 empty\nA whole theme: themes/instroom-drugs/theme.yaml. Once it is corrected: sluis themes show THEME',
    );
  });

  it('names the line', () => {
    const line = lineOf('default: 12');
    expect(problems(text.replace('default: 12', 'default: twaalf'))[0]).toMatch(
      new RegExp(`^${line}:\\d+ parameters`),
    );
  });
});
