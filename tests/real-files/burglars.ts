import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Combination } from '../../privacy/disclosure/testing/joint-attack.js';

/** The files on burglars by a reader of our own, for second computations. */
export interface Burglars {
  readonly rows: readonly Record<string, string>[];
  /** Codes of the neighbourhoods that the research lists, with the class of owned homes of each. */
  readonly classes: ReadonlyMap<string, string>;
}

/** Rows of a comma-separated file without commas in quotes. */
export async function plainRows(path: string): Promise<Record<string, string>[]> {
  const [header = '', ...lines] = (await readFile(path, 'utf8')).trimEnd().split(/\r?\n/);
  const names = header.split(',').map((name) => name.replaceAll('"', ''));
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((cell, i) => [names[i] ?? '', cell.replaceAll('"', '')])),
  );
}

export async function readBurglars(folder: string): Promise<Burglars> {
  const rows = await plainRows(join(folder, 'om/TheHagueBurglars.csv'));
  const listed = await plainRows(join(folder, 'om/TheHagueNeighborhoods.csv'));
  const classOf = (tens: number) =>
    tens < 2.5 ? 'minder dan een kwart' : tens < 5 ? 'een kwart tot de helft' : 'de helft of meer';
  const classes = new Map(
    listed.map(({ NHOODID = '', HOMEOWN = '' }) => [`BU0${NHOODID}`, classOf(Number(HOMEOWN))]),
  );
  return { rows, classes };
}

/** Distinct burglars by combination of the fields that are given, as "code,code". */
export function personsBy(
  { rows }: Burglars,
  fields: readonly ('NHOODRES' | 'B_MINOR' | 'B_FOREIGN')[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const persons = new Map<string, Set<string>>();
  for (const row of rows) {
    const key = fields.map((field) => codeOf(field, row[field] ?? '')).join();
    persons.set(key, (persons.get(key) ?? new Set()).add(row.PERSONID ?? ''));
  }
  return persons;
}

function codeOf(field: string, value: string): string {
  if (field === 'NHOODRES') return `BU0${value}`;
  if (field === 'B_MINOR') return value === '1' ? AGES[0] : AGES[1];
  return value;
}

export const AGES = ['minderjarig', 'meerderjarig'] as const;

/** What everybody knows of a code of the released tables: which homes and ages it adds up. */
export const holdsBurglars =
  ({ classes }: Burglars) =>
  (column: string, code: string, { home = '', age = '' }: Combination): boolean => {
    if (code === 'Totaal' || code === "'s-Gravenhage") return true;
    if (column === 'leeftijdsgroep') return code === age;
    if (column === 'koopwoningen') return code === (classes.get(home) ?? 'onbekend');
    return [home, `WK${home.slice(2, 8)}`].includes(code);
  };

/** What stands behind a row of a released table, counted from the files: its figure, and its distinct burglars. */
export function behind(all: Burglars, columns: readonly string[], codes: readonly string[]) {
  const holds = holdsBurglars(all);
  const groups = [...personsBy(all, ['NHOODRES', 'B_MINOR'])].flatMap(([key, persons]) => {
    const [home = '', age = ''] = key.split(',');
    return codes.every((code, at) => holds(columns[at] ?? '', code, { home, age })) ? [persons] : [];
  });
  return {
    value: groups.reduce((sum, { size }) => sum + size, 0),
    persons: new Set(groups.flatMap((group) => [...group])).size,
  };
}
