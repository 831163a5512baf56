import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseContract, parseLinkageDomain } from '../../../policy/schema/parse-contract.js';
import { parseTheme } from '../../../policy/schema/theme.js';
import { parseTableSpec } from '../../../privacy/disclosure/table/parse-table-spec.js';
import { productFiles, textsOf } from '../../testing/source-texts.js';
import { dutchProblems } from './dutch-problems.js';
import { YAML_PROBLEMS } from './yaml-problems.js';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => parse(readFileSync(new URL(path, root), 'utf8')) as Plain;
type Plain = { [key: string]: unknown };

/** Every value below, by its path. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const inner = value !== null && typeof value === 'object' ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([key, one]) => places(one, [...path, key]))];
}

/** One place of each kind: the first of a list stands for all of it. */
function kindsOfPlaces(whole: unknown): readonly (readonly string[])[] {
  const kinds = new Map<string, readonly string[]>();
  for (const place of places(whole).slice(1)) {
    const kind = place.map((key) => (/^\d+$/.test(key) ? '*' : key)).join('.');
    if (!kinds.has(kind)) kinds.set(kind, place);
  }
  return [...kinds.values()];
}

function changed(value: unknown, path: readonly string[], to: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  const copy = structuredClone(value) as Plain;
  if (rest.length === 0 && to === undefined) {
    if (Array.isArray(copy)) copy.splice(Number(key), 1);
    else delete copy[key];
  } else copy[key] = changed(copy[key], rest, to);
  return copy;
}

const WRONG = [undefined, null, 7, -1.5, 1e9, '', 'x', true, [], ['x', 'x'], { x: 1 }];

function problemsOf(plain: unknown, parser: (text: string) => unknown): string | null {
  try {
    parser(stringify(plain));
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Words that only English has. */
const ENGLISH = /\b(expected|received|missing|must|needs|takes|names|unknown|Invalid|characters|more)\b/;

describe('what is wrong with a text of YAML', () => {
  const kinds: readonly (readonly [string, (text: string) => unknown])[] = [
    ['demo/contracts/inbrekers-den-haag.yaml', parseContract],
    ['demo/linkage-domains/instroom-drugs.yaml', parseLinkageDomain],
    ['themes/veiligheid-den-haag/theme.yaml', parseTheme],
  ];

  it.each(kinds)(
    'is said in Dutch at the same places, whatever is changed in %s',
    (path, parser) => {
      const whole = read(path);
      const messages = kindsOfPlaces(whole)
        .flatMap((place) => WRONG.map((wrong) => problemsOf(changed(whole, place, wrong), parser)))
        .filter((message) => message !== null);
      expect(messages.length).toBeGreaterThan(100);
      expect(messages.filter((message) => dutchProblems(message) === null)).toEqual([]);
      for (const message of messages) {
        const lines = (dutchProblems(message) ?? '').split('\n');
        expect(lines.map(placeOf)).toEqual(message.split('\n').map(placeOf));
        expect(
          lines.map((line) => line.slice(placeOf(line).length)).filter((what) => ENGLISH.test(what)),
        ).toEqual([]);
      }
    },
    300_000,
  );

  it('has Dutch for every problem that the specification of a table can have', () => {
    const complained = productFiles('privacy/disclosure/table')
      .filter((file) => /parse-(rules|table-spec)|spec-reader/.test(file))
      .flatMap(textsOf)
      .filter(({ text }) => /^(must|is|needs|a|counts|dominance|unknown) \S/.test(text));
    expect(complained.length).toBeGreaterThan(15);
    expect(complained.filter(({ text }) => YAML_PROBLEMS[text] === undefined)).toEqual([]);
    expect(() => parseTableSpec({})).toThrow();
  });

  it('is left as it is where one line of it has no Dutch', () => {
    expect(dutchProblems('1:1 unknown key\n2:1 something that nobody says')).toBeNull();
  });
});

const placeOf = (line: string) => /^\d+:\d+ (?:[A-Za-z_][\w.[\]-]*: )?/.exec(line)?.[0] ?? '';
