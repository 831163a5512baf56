import type { DatasetColumn } from '../../../domain/dataset.js';
import { type StatementLineage, traceLineage } from '../../../lake/sql/lineage.js';
import { readStatement } from '../../../lake/sql/read-statement.js';
import type { InputFacts, ReleaseFacts } from '../../../policy/facts.js';
import type { Level } from '../../../policy/levels.js';
import {
  areaLevelOf,
  identifyingKinds,
  perUnitKinds,
  type Seen,
  statisticOf,
  type ValueForm,
} from '../../../policy/published.js';
import { recordsOf } from '../../../policy/rate-names.js';
import type { ThemeOutput } from '../../../policy/schema/theme.js';
import type { ThemeBundle } from '../../../policy/schema/theme-bundle.js';
import type { ProtectionReport } from '../../protection-seal.js';
import type { ThemeTable } from '../../theme-tables.js';

type Shown = Exclude<ThemeOutput, { protection: 'restricted' }>;

/** What a release rests on, for telling what its tables show. */
export interface Published {
  readonly bundle: ThemeBundle;
  readonly tables: readonly ThemeTable[];
  readonly inputs: readonly InputFacts[];
  /** Columns of the protected tables. */
  readonly columns: readonly DatasetColumn[];
  readonly forms: ProtectionReport['forms'];
}

/** Lineage of the statement of each output that is published, by the id of the output. */
export type Lineages = ReadonlyMap<string, StatementLineage>;

export async function lineagesOf(
  { theme, statements }: ThemeBundle,
  tables: readonly ThemeTable[],
): Promise<Lineages> {
  const traced = new Map<string, StatementLineage>();
  for (const { id, query } of shown(theme.outputs))
    traced.set(id, traceLineage(await readStatement(statements[query] ?? ''), tables));
  return traced;
}

export function shown(outputs: readonly ThemeOutput[]): readonly Shown[] {
  return outputs.filter((output): output is Shown => output.protection !== 'restricted');
}

/** What the written tables show of the inputs, by their own values and by lineage; what the theme says is not believed. */
export function publishedFacts(
  published: Published,
  lineages: Lineages,
): Pick<ReleaseFacts, 'levels' | 'statistics' | 'columnKinds'> {
  const columns = published.columns.map((column) => shownColumn(published, lineages, column));
  const levels = [...columns.flatMap(levelsOf), ...pickedLevels(published, lineages)];
  const known = levels.filter((level) => level !== 'unknown');
  const outputs = shown(published.bundle.theme.outputs);
  const declared = outputs.flatMap(({ statistics }) => statistics.map(({ kind }) => kind));
  const functions = columns.filter(({ isGiven }) => isGiven).flatMap(({ through }) => through);
  const made = functions.flatMap((name) => statisticOf(name) ?? []);
  return {
    ...(known.length === levels.length ? { levels: [...new Set(known)].sort() } : {}),
    statistics: [...new Set([...declared, ...made, ...outputs.flatMap(tabulated)])].sort(),
    columnKinds: [...new Set([...columns.flatMap(kindsOf), ...recordLists(published, lineages)])].sort(),
  };
}

/** Disclosure control counts units, or sums a measure over them; it makes nothing else. */
function tabulated(output: Shown): readonly string[] {
  if (output.protection === 'none') return [];
  return [output.table.measure === undefined ? 'count' : 'sum'];
}

interface ShownColumn {
  readonly column: DatasetColumn;
  readonly forms: readonly ValueForm[];
  readonly seen: readonly Seen[];
  /** Functions that it went through. */
  readonly through: readonly string[];
  /** It is published as the statement gives it; what a protected table groups by is no figure. */
  readonly isGiven: boolean;
}

function shownColumn(
  { bundle, tables, inputs, forms }: Published,
  lineages: Lineages,
  column: DatasetColumn,
): ShownColumn {
  const [table = '', name = ''] = column.name.split('.');
  const id = recordsOf(table);
  const output = bundle.theme.outputs.find((one) => one.id === id);
  const isOwn = output?.protection === 'none' || isDimension(output, name);
  const made = isOwn ? lineages.get(id)?.outputs.find((one) => one.name === name) : undefined;
  return {
    column,
    forms: forms[column.name] ?? ['other'],
    seen: seenOf(tables, inputs, made?.carried ?? []),
    through: made?.through ?? [],
    isGiven: output?.protection === 'none',
  };
}

/** Of the records of a protected output only the dimensions are published. */
function isDimension(output: ThemeOutput | undefined, name: string): boolean {
  if (output?.protection !== 'disclosure-control') return false;
  return output.table.dimensions.some(({ column, parents }) => [column, ...parents].includes(name));
}

function seenOf(
  tables: readonly ThemeTable[],
  inputs: readonly InputFacts[],
  refs: readonly { readonly table: string; readonly column: string }[],
): readonly Seen[] {
  return refs.flatMap(({ table, column }) => {
    const version = tables.find(({ name }) => name === table)?.version;
    const input = inputs.find((one) => one.version === version);
    if (!input) return [];
    const { contract, profile } = input;
    return [{ contract, column, ...(profile ? { profile } : {}) }];
  });
}

const AREAS: readonly ValueForm[] = ['buurt', 'wijk', 'gemeente', 'land'];

/** Codes say their own level; where any value is none, the column that it comes from says it. */
function levelsOf({ forms, seen }: ShownColumn): readonly (Level | 'unknown')[] {
  const coded = forms.filter((form): form is Level & ValueForm => AREAS.includes(form));
  return forms.includes('other') ? [...coded, ...seen.flatMap((one) => areaLevelOf(one) ?? [])] : coded;
}

/** A table about areas that its statement chose by name or code is about those, though no column may say so. */
function pickedLevels({ tables, inputs }: Published, lineages: Lineages): readonly (Level | 'unknown')[] {
  const picked = [...lineages.values()].flatMap((one) => seenOf(tables, inputs, one.picked));
  return picked.flatMap((one) => areaLevelOf(one) ?? []);
}

function kindsOf({ column, forms, seen, through, isGiven }: ShownColumn): ReleaseFacts['columnKinds'] {
  const { type, role, pseudonym } = column;
  const kinds = [
    ...(type === 'pseudonym' || pseudonym ? (['pseudonym'] as const) : []),
    ...(role === 'direct-id' ? (['identifier'] as const) : []),
    ...(forms.includes('postcode') ? (['address'] as const) : []),
    ...seen.flatMap(identifyingKinds),
    ...(isGiven ? perUnitKinds({ through, seen }) : []),
  ];
  return kinds.length > 0 ? kinds : [role === 'measure' ? 'statistic' : 'dimension'];
}

/** An output that folds nothing is the records themselves: a list, unless each record is an area (O06). */
function recordLists(published: Published, lineages: Lineages): ReleaseFacts['columnKinds'] {
  const { tables, inputs, bundle } = published;
  const isList = shown(bundle.theme.outputs).some(({ id, protection }) => {
    const columns = lineages.get(id)?.outputs ?? [];
    if (protection !== 'none' || columns.some(({ through }) => through.length > 0)) return false;
    const seen = seenOf(
      tables,
      inputs,
      columns.flatMap(({ carried }) => carried),
    );
    return seen.some(({ contract }) => contract.recordUnit !== 'area');
  });
  return isList ? ['list'] : [];
}
