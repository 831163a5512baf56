import { writeFile } from 'node:fs/promises';
import type { DatasetColumn } from '../../domain/dataset.js';
import { SluisError } from '../../domain/errors.js';
import { publishCsv } from '../../lake/publish-csv.js';
import { publishParquet } from '../../lake/publish-parquet.js';
import { checkReadBack } from '../../lake/publish-read-back.js';
import type { PublishedValue, SafeTable } from '../../lake/publish-table.js';
import type { ThemeOutput } from '../../policy/schema/theme.js';
import { attackTable } from '../../privacy/disclosure/attack-table.js';
import type { CountedTable } from '../../privacy/disclosure/linked-margins.js';
import { type ProtectionReport, protectTable } from '../../privacy/disclosure/protect-table.js';
import { readTableSpec } from '../../privacy/disclosure/table/parse-table-spec.js';
import { readSafeCsv, type SafeRows, writeSafeCsv } from '../../privacy/disclosure/table/safe-csv.js';
import type { TableSpec } from '../../privacy/disclosure/table/table-spec.js';

type Protectable = Extract<ThemeOutput, { protection: 'disclosure-control' }>;

interface Protection extends Pick<CountedTable, 'unitKind' | 'units'> {
  readonly report: ProtectionReport;
}

/** A table of records, with what is known of its columns. */
export interface Records {
  readonly columns: readonly DatasetColumn[];
  readonly table: SafeTable;
}

/** One table as it will leave, in both forms, equal by an independent reader. */
export interface WrittenOutput {
  readonly output: string;
  readonly table: SafeTable;
  readonly csv: string;
  readonly parquet: string;
  /** Null where nothing needed protection. */
  readonly protection: Protection | null;
}

/**
 * Protects the records of one output and attacks the bytes that were written, with everything that is known.
 * @throws SluisError NotProtectable: nothing leaves
 */
export async function protectOutput(
  output: Protectable,
  { columns, table: records }: Records,
  folder: string,
  signal: AbortSignal,
): Promise<WrittenOutput> {
  const spec = specOf(output);
  const data = { columns: records.columns.map(({ name }) => name), rows: records.rows };
  const made = await protectTable({ spec, data, hierarchies: new Map(), signal });
  const bytes = Buffer.from(writeSafeCsv(made), 'utf8');
  const { safe } = await attackTable({ spec, bytes, hierarchies: new Map(), data, signal });
  if (!safe)
    throw new SluisError('NotProtectable', `Table ${output.id} did not survive its attack; coarsen it.`);
  const csv = `${folder}/${output.id}.csv`;
  await writeFile(csv, bytes, { mode: 0o600 });
  const table = tableOf(readSafeCsv(bytes, output.id), spec);
  return {
    output: output.id,
    table,
    csv,
    parquet: await parquetOf(table, output.id, folder),
    protection: { report: made.report, unitKind: unitKindOf(columns, spec), units: unitsOf(records, spec) },
  };
}

/** Writes an output that rests on open inputs alone, as its statement gave it (the gate asks for the lineage). */
export async function writeOutput(output: string, table: SafeTable, folder: string): Promise<WrittenOutput> {
  const csv = `${folder}/${output}.csv`;
  await publishCsv(table, csv);
  return { output, table, csv, parquet: await parquetOf(table, output, folder), protection: null };
}

async function parquetOf(table: SafeTable, output: string, folder: string): Promise<string> {
  const path = `${folder}/${output}.parquet`;
  await publishParquet(table, path);
  await checkReadBack(path, table);
  return path;
}

/** The protected units that a table counts, by their ids. */
function unitsOf({ columns, rows }: SafeTable, { units }: TableSpec): ReadonlySet<string> {
  const places = units.map((unit) => columns.findIndex(({ name }) => name === unit));
  return new Set(rows.map((row) => JSON.stringify(places.map((place) => row[place]))));
}

/** Pseudonyms are of a kind by their domain and entity, whatever their column is called; other ids by its name. */
function unitKindOf(columns: readonly DatasetColumn[], { units }: TableSpec): string {
  return JSON.stringify(
    units.map((unit) => columns.find(({ name }) => name === unit)?.pseudonym ?? { column: unit }),
  );
}

function specOf(output: Protectable): TableSpec {
  const read = readTableSpec(output.table);
  if ('spec' in read) return read.spec;
  throw new SluisError(
    'ThemeInvalid',
    `Table ${output.id} has ${read.problems.length} problem(s) in its specification.`,
  );
}

function tableOf({ columns, rows }: SafeRows, { measure }: TableSpec): SafeTable {
  return {
    columns: [
      ...columns.map((name) => ({ name, type: 'text' as const })),
      { name: 'value', type: measure === null ? ('integer' as const) : ('double' as const) },
      { name: 'status', type: 'text' as const },
    ],
    rows: rows.map(({ codes, value, status }): readonly PublishedValue[] => [
      ...codes,
      value === null ? null : Number(value),
      status,
    ]),
  };
}
