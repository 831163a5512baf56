import { attackBlind } from './attack-blind.js';
import type { Attacked, AttackRequest } from './attack-request.js';
import { intervalText, limitsOf, type SuppressedCell } from './protect-table.js';
import { attackCells } from './solver/attack.js';
import type { SessionLimits } from './solver/highs-session.js';
import type { AttackReport, Weakness } from './solver/problem.js';
import { malformed } from './table/csv.js';
import { knownCells, publishedCells } from './table/published-cells.js';
import { readSafeCsv, type SafeFile } from './table/safe-csv.js';
import type { TableData } from './table/table-data.js';
import type { TableSpec } from './table/table-spec.js';
import type { Tabulation } from './table/tabulate.js';
import { type SystemTable, type TableSystem, tableSystem } from './table-system.js';

export interface TableAttack {
  /** Nothing was found. */
  readonly safe: boolean;
  /** Cells that stay unknown after all that is public. */
  readonly hidden: number;
  /** Confidential, as the intervals are. */
  readonly findings: readonly AttackFinding[];
  readonly intervals: readonly Pick<SuppressedCell, 'codes' | 'interval'>[];
}

/** `computable`: known exactly; `narrow`: known too closely; `union`: the sum of these cells is known and unsafe. */
export interface AttackFinding {
  readonly kind: 'computable' | 'narrow' | 'union';
  /** Codes of the cells; empty for a sum that no cell shows (group disclosure). */
  readonly cells: readonly (readonly string[])[];
}

/**
 * Attacks the bytes of a table with everything that is public, by linear and integer programming over all tables that
 * agree with it. With the data every rule is asked; without, only what the file itself gives away: cells and sums that
 * can be computed, and counts that can be seen to be below the minimum frequency.
 * @throws SluisError SourceMalformed where the file is not a whole table of this specification, or not of these data
 */
export async function attackTable(request: AttackRequest): Promise<TableAttack> {
  const file = readSafeCsv(request.bytes, 'table');
  const { report, codes, decimals } = request.data
    ? await attackWithData(request, file, request.data)
    : await attackBlind(request, file);
  const isCell = ({ cell }: { cell: number }) => codes(cell) !== null;
  return {
    safe: report.weaknesses.length === 0,
    hidden: report.intervals.filter(isCell).length,
    findings: report.weaknesses.map((weakness) => findingOf(weakness, codes)),
    intervals: report.intervals
      .filter(isCell)
      .map((interval) => ({ codes: codes(interval.cell) ?? [], interval: intervalText(interval, decimals) })),
  };
}

/** Files of tables of the same records, as they would leave together. */
export interface AttackTablesRequest extends Pick<AttackRequest, 'hierarchies' | 'signal'> {
  readonly tables: readonly Pick<AttackRequest, 'spec' | 'bytes'>[];
  readonly data: TableData;
}

/** As `TableAttack`; `table` is the place of the table in the request. */
export interface TablesAttack extends Pick<TableAttack, 'safe' | 'findings'> {
  readonly intervals: readonly (TableAttack['intervals'][number] & { readonly table: number })[];
}

/**
 * Attacks the bytes of several tables of the same records with all of them together.
 * @throws SluisError as `attackTable`
 */
export async function attackTables(request: AttackTablesRequest): Promise<TablesAttack> {
  const { tables, data, hierarchies, signal } = request;
  const specs = tables.map(({ spec }) => spec);
  const system = await tableSystem(specs, data, hierarchies, () => new Map(), signal);
  const hidden = tables.flatMap(({ bytes }, at) => {
    const one = system.tables[at] as SystemTable;
    return hiddenIn(one, readSafeCsv(bytes, 'table')).map((cell) => one.first + cell);
  });
  const report = await attackSystem(system, hidden, limitsOf(specs, signal));
  const codesOf = (number: number) => {
    const ref = system.cellOf(number);
    return ref && { table: ref.table, codes: system.tables[ref.table]?.table.space.codes(ref.cell) ?? [] };
  };
  const decimals = system.problem.decimals;
  return {
    safe: report.weaknesses.length === 0,
    findings: report.weaknesses.map((weakness) =>
      findingOf(weakness, (number) => codesOf(number)?.codes ?? null),
    ),
    intervals: report.intervals.flatMap((interval) => {
      const shown = codesOf(interval.cell);
      return shown ? [{ ...shown, interval: intervalText(interval, decimals) }] : [];
    }),
  };
}

async function attackWithData(request: AttackRequest, file: SafeFile, data: TableData): Promise<Attacked> {
  const { spec, hierarchies, earlier = [], signal } = request;
  const known = (_: TableSpec, { space, decimals }: Tabulation) => knownCells(spec, space, earlier, decimals);
  const system = await tableSystem([spec], data, hierarchies, known, signal);
  const [one] = system.tables as [SystemTable];
  const { space, decimals } = one.table;
  const told = known(spec, one.table);
  const hidden = hiddenIn(one, file).filter((cell) => !told.has(cell));
  const report = await attackSystem(system, hidden, limitsOf([spec], signal));
  return { report, decimals, codes: (cell) => (cell < space.size ? space.codes(cell) : null) };
}

async function attackSystem(
  { problem, sums, linking }: TableSystem,
  hidden: readonly number[],
  limits: SessionLimits,
): Promise<AttackReport> {
  const report = await attackCells(problem, [...hidden, ...sums], limits);
  const harmless = new Set(linking);
  const weaknesses = report.weaknesses.filter((weak) => weak.kind !== 'exact' || !harmless.has(weak.cell));
  return { ...report, weaknesses };
}

/** Cells that a file hides, once it is known to be the whole table of the data and nothing else. */
function hiddenIn({ spec, table }: SystemTable, file: SafeFile): readonly number[] {
  const { space, cells, decimals } = table;
  const published = publishedCells(spec, space, file, decimals, 'table');
  for (const [cell, { value, line }] of published.values)
    if (cells[cell]?.value !== value) throw malformed('table', line, 'the value is not that of the data');
  const impossible = published.empty.every((cell) => cells[cell]?.impossible);
  if (!impossible || published.values.size + published.hidden.length + published.empty.length !== space.size)
    throw malformed('table', file.rows.length + 1, 'the cells are not all those of the data');
  return published.hidden;
}

function findingOf(weakness: Weakness, codes: Attacked['codes']): AttackFinding {
  if (weakness.kind === 'union')
    return { kind: 'union', cells: weakness.parts.flatMap((part) => [codes(part) ?? []]) };
  const exact =
    weakness.kind === 'exact' ||
    (weakness.interval.min !== null && weakness.interval.min === weakness.interval.max);
  const shown = codes(weakness.cell);
  return { kind: exact ? 'computable' : 'narrow', cells: shown ? [shown] : [] };
}
