import { writeFile } from 'node:fs/promises';
import type { DatasetColumn } from '../../domain/dataset.js';
import { SluisError } from '../../domain/errors.js';
import { publishCsv } from '../../lake/publish-csv.js';
import { publishParquet } from '../../lake/publish-parquet.js';
import { checkReadBack } from '../../lake/publish-read-back.js';
import type { PublishedValue, SafeTable } from '../../lake/publish-table.js';
import type { ThemeOutput } from '../../policy/schema/theme.js';
import { attackTables } from '../../privacy/disclosure/attack-table.js';
import type { CountedTable } from '../../privacy/disclosure/counted-table.js';
import { type ProtectionReport, protectTables } from '../../privacy/disclosure/protect-table.js';
import { each, inSlices, type Sliced } from '../../privacy/disclosure/slices.js';
import { readTableSpec } from '../../privacy/disclosure/table/parse-table-spec.js';
import { readSafeCsv, type SafeRows, writeSafeCsv } from '../../privacy/disclosure/table/safe-csv.js';
import type { TableSpec } from '../../privacy/disclosure/table/table-spec.js';
import { quantityOf } from '../../privacy/disclosure/table-system.js';

export type Protectable = Extract<ThemeOutput, { protection: 'disclosure-control' }>;

interface Protection extends Omit<CountedTable, 'columns' | 'rows'> {
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

/** An output with its records and the specification of its table. */
export interface Counted extends Records {
  readonly output: Protectable;
  readonly spec: TableSpec;
}

/**
 * Outputs that must be protected as one: they count the records of the same statement by the same rules, so that figures
 * of one can be figures of another under other names.
 */
export function systemsOf(counted: readonly Counted[]): readonly (readonly Counted[])[] {
  const systems = new Map<string, Counted[]>();
  for (const one of counted) systems.set(systemOf(one), [...(systems.get(systemOf(one)) ?? []), one]);
  return [...systems.values()];
}

/**
 * Protects the records of outputs of one statement and attacks all bytes that were written together, with everything that
 * is known.
 * @param counted the same records in each
 * @throws SluisError NotProtectable: nothing leaves
 */
export async function protectOutputs(
  counted: readonly Counted[],
  folder: string,
  signal: AbortSignal,
): Promise<WrittenOutput[]> {
  const [{ table: records }] = counted as [Counted, ...Counted[]];
  const request = {
    data: { columns: records.columns.map(({ name }) => name), rows: records.rows },
    hierarchies: new Map<string, string>(),
    signal,
  };
  const made = await protectTables({ ...request, specs: counted.map(({ spec }) => spec) });
  const tables = made.map((table, at) => ({
    spec: (counted[at] as Counted).spec,
    bytes: Buffer.from(writeSafeCsv(table), 'utf8'),
  }));
  const { safe } = await attackTables({ ...request, tables });
  const units = await inSlices(unitsIn(counted[0] as Counted), signal);
  const ids = counted.map(({ output }) => output.id).join(', ');
  if (!safe) throw new SluisError('NotProtectable', `Table ${ids} did not survive its attack; coarsen it.`);
  return await Promise.all(
    counted.map(async ({ output, spec }, at) => {
      const bytes = tables[at]?.bytes as Buffer;
      const csv = `${folder}/${output.id}.csv`;
      await writeFile(csv, bytes, { mode: 0o600 });
      const table = tableOf(readSafeCsv(bytes, output.id), spec);
      return {
        output: output.id,
        table,
        csv,
        parquet: await parquetOf(table, output.id, folder),
        protection: {
          report: made[at]?.report as ProtectionReport,
          ...countedBy(counted[at] as Counted, units),
        },
      };
    }),
  );
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

function systemOf({ output, spec }: Counted): string {
  return `${output.query} ${quantityOf(spec)}`;
}

/** The protected units in the records of a system, with the records of each. */
function* unitsIn({ table, spec }: Counted): Sliced<CountedTable['units']> {
  const own = spec.units.map((unit) => placeOf(table, unit));
  const units = new Map<string, number[]>();
  yield* each(table.rows.length, (row) => {
    const cells = table.rows[row] as readonly PublishedValue[];
    const unit = JSON.stringify(own.map((place) => cells[place]));
    const rows = units.get(unit);
    if (rows) rows.push(row);
    else units.set(unit, [row]);
  });
  return units;
}

function placeOf({ columns }: SafeTable, column: string): number {
  return columns.findIndex(({ name }) => name === column);
}

function countedBy(counted: Counted, units: CountedTable['units']): Omit<Protection, 'report'> {
  const { columns, table, spec } = counted;
  const levels = spec.dimensions.map(({ column, hierarchy }) =>
    [column, ...(hierarchy.kind === 'parents' ? hierarchy.columns : [])].map((one) => placeOf(table, one)),
  );
  return {
    system: systemOf(counted),
    isCount: spec.measure === null,
    unitKind: unitKindOf(columns, spec),
    units,
    codesOf: (row, dimension) => (levels[dimension] ?? []).map((place) => String(table.rows[row]?.[place])),
  };
}

/** Pseudonyms are of a kind by their domain and entity, whatever their column is called; other ids by its name. */
function unitKindOf(columns: readonly DatasetColumn[], { units }: TableSpec): string {
  return JSON.stringify(
    units.map((unit) => columns.find(({ name }) => name === unit)?.pseudonym ?? { column: unit }),
  );
}

/** @throws SluisError ThemeInvalid */
export function specOf(output: Protectable): TableSpec {
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
