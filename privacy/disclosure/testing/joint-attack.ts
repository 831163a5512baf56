import loadHighs from 'highs';

/** One combination of the finest codes of all tables, by the name of their dimension. */
export type Combination = Readonly<Record<string, string>>;

/** A released file, and which combinations each of its codes adds up: what everybody knows of areas and classes. */
export interface ReleasedFile {
  readonly csv: string;
  readonly holds: (column: string, code: string, combination: Combination) => boolean;
}

/** What all files together leave open of one hidden cell. */
export interface OpenCell {
  readonly file: number;
  readonly codes: readonly string[];
  readonly min: number;
  readonly max: number;
}

/** More than anybody expects in one combination: it stands for "unbounded". */
const MOST = 100_000;

/**
 * For tests: an attacker who takes all files of a release together and shares no code with the product. One unknown whole
 * number per combination; each published figure is an equation; each hidden cell is made as small and as large as possible.
 */
export async function attackJointly(
  files: readonly ReleasedFile[],
  combinations: readonly Combination[],
): Promise<readonly OpenCell[]> {
  // Its types are those of CommonJS, its module is not.
  const highs = await (loadHighs as unknown as typeof loadHighs.default)();
  const rows = files.flatMap(({ csv, holds }, file) => {
    if (csv.includes('"')) throw new Error('this reader knows no quotes');
    const [names = [], ...lines] = csv
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    return lines.map((cells) => {
      const codes = cells.slice(0, -2);
      const sum = combinations.flatMap((combination, at) =>
        codes.every((code, place) => holds(names[place] ?? '', code, combination)) ? [`y${at}`] : [],
      );
      return { file, codes, sum, status: cells.at(-1), value: cells.at(-2) };
    });
  });
  const published = rows.filter(({ status, sum }) => status === 'published' && sum.length > 0);
  const unknowns = combinations.map((_, at) => `y${at}`);
  const known = [
    'Subject To',
    ...published.map(({ sum, value }, at) => ` c${at}: ${sum.join('\n + ')} = ${value}`),
    'Bounds',
    ...unknowns.map((name) => ` 0 <= ${name} <= ${MOST}`),
    'General',
    ...unknowns.map((name) => ` ${name}`),
    'End',
  ].join('\n');
  const extreme = (sense: 'Minimize' | 'Maximize', sum: readonly string[]) => {
    const found = highs.solve(`${sense}\n obj: ${sum.join('\n + ')}\n${known}`, { mip_rel_gap: 0 });
    if (found.Status !== 'Optimal') throw new Error(`the files contradict each other: ${found.Status}`);
    return Math.round(found.ObjectiveValue);
  };
  return rows
    .filter(({ status }) => status === 'suppressed')
    .map(({ file, codes, sum }) => ({
      file,
      codes,
      min: extreme('Minimize', sum),
      max: extreme('Maximize', sum),
    }));
}

/** An interval as reports write it; nothing bounds it above where its end is null. */
export const rangeOf = (min: string, max: string | null): Range => ({
  min: Number(min),
  max: max === null ? Number.POSITIVE_INFINITY : Number(max),
});

type Range = Pick<OpenCell, 'min' | 'max'>;

/** The promise of privacy.md to a count about one to nine people: never "fewer than ten", and never known to within ten. */
export function isProtected({ min, max }: Range, value: number): boolean {
  return (min === 0 || min < value) && max > value && max >= 10 && max - min >= 10;
}
