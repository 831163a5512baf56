import { z } from 'zod';
import { isNamedAsRate } from '../rate-names.js';
import { PUBLISHABLE_STATISTICS } from '../statistics.js';
import { THEME_ID } from '../theme-id.js';
import { readYaml } from './read-yaml.js';
import { checkShown } from './shown-texts.js';
import { THEME_YAML } from './yaml-kinds.js';

const id = z.string().regex(THEME_ID, 'lower case, digits and hyphens');
/** Its tables are named after it, those of its rates too. */
const outputId = id.refine((one) => !isNamedAsRate(one), 'ends as the name of a rate (-per-1000)');
const sqlName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'lower case, digits and underscores');
const sentence = z.string().trim().min(10, 'at least ten characters');

const statistic = z.strictObject({
  kind: z.enum(PUBLISHABLE_STATISTICS),
  /** rate, share: the output of this theme that is divided by, cell by cell. */
  denominator: id.optional(),
  /** rate: 1000 for "per 1,000 inhabitants". */
  per: z.number().int().positive().optional(),
  text: sentence,
});

const dimension = z.strictObject({
  column: sqlName,
  /** Columns of the result that hold the coarser levels, from fine to coarse: one hierarchy with the column. */
  parents: z.array(sqlName).default([]),
  total: z.string().min(1),
  disclosive: z.array(z.string()).optional(),
  identifying: z.boolean().optional(),
});

/** The table form of disclosure control, as far as a theme decides it; defaults are those of the rules. */
const table = z
  .strictObject({
    dimensions: z.array(dimension).min(1).max(4),
    measure: sqlName.optional(),
    unit: z.union([sqlName, z.array(sqlName).min(1)]),
    bounds: z.strictObject({ min: z.number().optional(), max: z.number().optional() }).default({ min: 0 }),
    rules: z
      .strictObject({
        minFrequency: z.number().int().min(10, 'never below ten').default(10),
        pPercent: z.number().min(10, 'never below ten').default(10),
        boundary: z.enum(['unsafe', 'safe']).default('unsafe'),
      })
      .default({ minFrequency: 10, pPercent: 10, boundary: 'unsafe' }),
    cost: z.string().default('value'),
    method: z.enum(['optimal', 'greedy']).default('optimal'),
    timeLimitSeconds: z.number().int().positive().max(600).default(60),
  })
  .refine(({ measure, bounds }) => measure !== undefined || (bounds.min ?? 0) >= 0, {
    path: ['bounds', 'min'],
    message: 'must not be below 0: no count is',
  });

const output = {
  id: outputId,
  title: sentence,
  query: z.string().regex(/^[a-z0-9-]+\.sql$/, 'a file name of this folder that ends in .sql'),
};
const outputs = z.discriminatedUnion('protection', [
  /** Rests on OPEN inputs alone, which the run checks by lineage (rule O01); published as the query gives it. */
  z.strictObject({ ...output, protection: z.literal('none'), statistics: z.array(statistic).min(1) }),
  /** Rows are records (dimensions, unit, measure); only their protected table leaves. */
  z.strictObject({
    ...output,
    protection: z.literal('disclosure-control'),
    table,
    statistics: z.array(statistic).min(1),
  }),
  /** For the report of the output checker; never released. */
  z.strictObject({ ...output, protection: z.literal('restricted') }),
]);

const input = z.strictObject({
  dataset: id,
  /** Name of the dataset in the statements. */
  table: sqlName,
  columns: z.array(z.strictObject({ name: sqlName, why: sentence })).min(1),
});

const parameter = z.strictObject({
  name: sqlName,
  type: z.enum(['integer', 'number', 'text', 'boolean']),
  default: z.union([z.number(), z.string(), z.boolean()]),
  reason: sentence,
});

const areaCodes = z.strictObject({
  dataset: id,
  /** Year of the division that the codes belong to. */
  year: z.number().int().min(1995).max(2100),
  /** Why codes of this year may be joined to the theme's year without a crosswalk. */
  acceptedBecause: sentence.optional(),
});

/** A thematic analysis: a folder with theme.yaml, its statements and README.md. It needs no TypeScript. */
const themeShape = z.strictObject({
  kind: z.literal('theme'),
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a version of the form 1.0.0'),
  title: sentence,
  question: sentence,
  /** Accounts of those who wrote it: they do not decide on a release of it. */
  authors: z.array(id).default([]),
  /** IRI of the Data Privacy Vocabulary, asked at G4 (rule P01). */
  purpose: z.url(),
  linkageDomain: id.optional(),
  minimumLevel: z.enum(['buurt', 'wijk', 'gemeente', 'land']),
  geography: z.strictObject({ year: z.number().int(), inputs: z.array(areaCodes) }),
  method: sentence,
  limits: z.array(sentence).min(1),
  sources: z.array(sentence).min(1),
  inputs: z.array(input).min(1),
  parameters: z.array(parameter),
  outputs: z.array(outputs).min(1),
});
type ThemeShape = z.infer<typeof themeShape>;
export const themeSchema = themeShape.superRefine(checkTheme).superRefine(checkShown);
export type Theme = z.infer<typeof themeSchema>;
export type ThemeOutput = Theme['outputs'][number];

function checkTheme(theme: ThemeShape, context: z.RefinementCtx): void {
  const issue = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  for (const [key, names] of Object.entries({
    inputs: theme.inputs.map((entry) => entry.table),
    parameters: theme.parameters.map((entry) => entry.name),
    outputs: theme.outputs.map((entry) => entry.id),
  })) {
    const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
    if (twice >= 0) issue([key, twice], 'named twice');
  }
  theme.parameters.forEach((entry, index) => {
    if (!fits(entry.type, entry.default))
      issue(['parameters', index, 'default'], `is not of type ${entry.type}`);
  });
  theme.geography.inputs.forEach((entry, index) => {
    if (entry.year !== theme.geography.year && entry.acceptedBecause === undefined) {
      issue(['geography', 'inputs', index], 'codes of another year need a reason (acceptedBecause)');
    }
  });
  theme.outputs.forEach((entry, index) => {
    if (entry.protection === 'restricted') return;
    const rates = entry.statistics.map(({ denominator, per }) => denominator && (per ?? 1));
    entry.statistics.forEach((stat, at) => {
      if (rates[at] !== undefined && rates.indexOf(rates[at]) < at)
        issue(['outputs', index, 'statistics', at, 'per'], 'is that of another rate of this output');
      const known = theme.outputs.some(
        (other) => other.id === stat.denominator && other.protection !== 'restricted',
      );
      if (stat.denominator !== undefined && !known) {
        issue(['outputs', index, 'statistics', at, 'denominator'], 'is no output of this theme');
      }
    });
  });
}

function fits(type: z.infer<typeof parameter>['type'], value: unknown): boolean {
  if (type === 'integer') return Number.isSafeInteger(value);
  return typeof value === (type === 'text' ? 'string' : type);
}

/**
 * Reads theme.yaml.
 * @throws SluisError ThemeInvalid with every problem as `line:column path: what`; never a value of the file
 */
export function parseTheme(text: string): Theme {
  return readYaml(text, themeSchema, THEME_YAML);
}
