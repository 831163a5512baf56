import { describe, expect, it } from 'vitest';
import { eventsOf, LIVES, type Living, statesOf } from '../domain/lifecycle.js';
import { EVENT_TYPES } from '../domain/names.js';
import { RULES } from '../policy/rules/index.js';
import { declaredNames } from './declared-names.js';
import { INVARIANTS } from './spec-invariants.js';
import { rowNames, specPage } from './spec-page.js';
import { hasTest } from './test-titles.js';

const page = await specPage();

/** Rows of the table under a heading, as the page has them. */
function rowsUnder(heading: string): string[][] {
  const from = page.indexOf(`\n## ${heading}\n`);
  const text = page.slice(from, page.indexOf('\n## ', from + 1) + 1 || undefined);
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim()),
  );
}

/** Everything between backticks in the cells of a row. */
const named = (row: readonly string[]) =>
  [...row.join(' ').matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);

/** A test of a rule is a row of `it.each`; policy/rules/rules.test.ts holds its rows against the rules, one for one. */
function withoutRow(title: string): string {
  const rows = rowNames().filter(({ row }) => title.startsWith(`${row} `));
  const length = Math.max(0, ...rows.map(({ row }) => row.length));
  return length === 0 ? title : `%s ${title.slice(length + 1)}`;
}

function expectToExist(places: readonly string[], tests: readonly string[]): void {
  for (const place of places) {
    const [file = '', name = ''] = place.split('#');
    expect([place, declaredNames(file).has(name)]).toEqual([place, true]);
  }
  for (const test of tests) {
    const [file = ''] = test.split(': ');
    expect([test, hasTest(file, withoutRow(test.slice(file.length + 2)))]).toEqual([test, true]);
  }
}

describe('docs/SPEC.md', () => {
  it('is what the code says; with -u it is written anew', async () => {
    await expect(page).toMatchFileSnapshot('../docs/SPEC.md');
  });

  it('has a row for every rule of the decision table, and none for another', () => {
    const [unknown, ...rows] = rowsUnder('Rules');
    expect(unknown?.[0]).toBe('**S00** DENY');
    const tested = rows.map(([, , , , , tests = '']) =>
      named([tests]).map((test) => test.slice('policy/rules/rules.test.ts: '.length)),
    );
    expect(tested).toEqual(
      rowNames().map(({ row }) => [`${row} fires where it should`, `${row} is silent near by`]),
    );
    expect(rows.length).toBe(RULES.length);
  });

  it('has a cell for every event in every state, and an entry for every event', () => {
    expect(rowsUnder('Events').map(([event]) => event)).toEqual(EVENT_TYPES.map((event) => `\`${event}\``));
    const titles: Record<Living, string> = {
      request: 'A request',
      delivery: 'A delivery',
      dataset_version: 'A dataset version',
      run: 'A run',
      release: 'A release',
      quarantine: 'A quarantine',
      measure: 'A measure on a source',
    };
    for (const living of Object.keys(LIVES) as Living[]) {
      const rows = rowsUnder(titles[living]);
      expect(rows.map(([event]) => event)).toEqual(eventsOf(living).map((event) => `\`${event}\``));
      for (const row of rows) expect(row.length).toBe(statesOf(living).length + 2);
    }
  });

  it('names law, code and test of every life', () => {
    const proofs = page.split('\n').filter((line) => line.startsWith('Law: '));
    expect(proofs.length).toBe(Object.keys(LIVES).length);
    for (const proof of proofs) {
      const [place = '', test = ''] = named([proof]);
      expectToExist([place], [test]);
    }
  });

  it('has every invariant under its number', () => {
    const stated = rowsUnder('Invariants').map(([number, holds]) => [number, holds]);
    expect(stated).toEqual(INVARIANTS.map(({ holds }, at) => [`I${at + 1}`, holds]));
  });

  it.each([
    'Rules',
    'Invariants',
    'Events',
  ])('%s: each row names a law, code that exists and tests that exist', (heading) => {
    const rows = rowsUnder(heading);
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      const places = named(row.slice(2)).filter((text) => /^[\w./-]+#\w+$/.test(text));
      const tests = named(row.slice(2)).filter((text) => /^[\w./-]+\.test\.ts: /.test(text));
      expect([row[0], places.length > 0, tests.length > 0]).toEqual([row[0], true, true]);
      expect([row[0], row.some((cell) => /\[(T: [\d-]+|T: .+|K: niet bevestigd|P)\]/.test(cell))]).toEqual([
        row[0],
        true,
      ]);
      expectToExist(places, tests);
    }
  });

  it('finds code where it is declared, and not where a comment, a text or an import has the word', () => {
    const names = declaredNames('tests/spec-page.test.ts');
    expect(names.has('expectToExist')).toBe(true);
    const words = ['brute-force', 'wrongWord', 'RULES', 'written'];
    // wrongWord stands in this comment, and is declared nowhere.
    expect(words.filter((name) => names.has(name))).toEqual([]);
    expect(declaredNames('policy/rules/submission.ts').has('S01')).toBe(true);
    expect(declaredNames('tests/no-such-file.ts').size).toBe(0);
  });

  it('finds no test of a title that nobody wrote', () => {
    expect(hasTest('tests/spec-page.test.ts', 'finds no test of a title that nobody wrote')).toBe(true);
    expect(hasTest('tests/spec-page.test.ts', ['a title', 'of no test'].join(' '))).toBe(false);
    // A title in other text of the file is no test: here it stands between quotes, and after no call of `it`.
    expect(hasTest('tests/spec-page.test.ts', 'A dataset version')).toBe(false);
  });
});
