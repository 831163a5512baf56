import { SluisError } from '../../domain/errors.js';
import type { RuleName } from './primary-rules.js';
import type { AttackInterval, Protection } from './solver/problem.js';
import { solveProtection } from './solver/solver.js';
import { formatUnits } from './table/decimal.js';
import type { HierarchyTexts } from './table/dimension-trees.js';
import { knownCells } from './table/published-cells.js';
import type { SafeFile, SafeRow, SafeRows } from './table/safe-csv.js';
import type { TableData } from './table/table-data.js';
import type { TableSpec } from './table/table-spec.js';
import { type TabulatedCell, type Tabulation, tabulate } from './table/tabulate.js';
import { type TableProblem, tableProblem } from './table-problem.js';

export interface ProtectRequest {
  readonly spec: TableSpec;
  readonly data: TableData;
  readonly hierarchies: HierarchyTexts;
  /** Tables that are public already: their cells cannot be hidden any more. */
  readonly earlier?: readonly SafeFile[];
  readonly signal?: AbortSignal;
}

export interface ProtectedTable extends SafeRows {
  /** For the output checker alone. */
  readonly report: ProtectionReport;
}

/** Confidential: rules, kinds of suppression, their numbers and the attacker's intervals. */
export interface ProtectionReport {
  readonly rules: TableSpec['rules'];
  readonly cells: number;
  /** Fewest protected units behind a published figure above zero; null where there is none. */
  readonly fewestUnits: number | null;
  readonly primary: number;
  readonly secondary: number;
  readonly cost: number;
  readonly gap: number | null;
  readonly method: Protection['method'];
  readonly solver: string;
  readonly suppressed: readonly SuppressedCell[];
}

export interface SuppressedCell {
  readonly codes: readonly string[];
  readonly reasons: readonly (RuleName | 'secondary')[];
  /** What an attacker can narrow the cell down to, as decimals; null for unbounded. */
  readonly interval: { readonly min: string | null; readonly max: string | null };
}

/**
 * Tabulates, applies the rules, hides as little as possible and attacks the result. What comes back still has to survive
 * `attackTable` on the bytes that are written.
 * @throws SluisError NotProtectable (no safe table, or not in time), SpecInvalid or SourceMalformed (bad input)
 */
export async function protectTable(request: ProtectRequest): Promise<ProtectedTable> {
  const { spec, data, hierarchies, earlier = [], signal } = request;
  const table = tabulate(spec, data, hierarchies);
  const known = knownCells(spec, table.space, earlier, table.decimals);
  const made = tableProblem(spec, table, known);
  if ([...made.reasons.keys()].some((cell) => known.has(cell)))
    throw new SluisError('NotProtectable', 'A cell that would have to be hidden is public already.');
  const { method, timeLimitSeconds } = spec;
  const options = { method, timeLimitSeconds, ...(signal && { signal }) };
  const protection = await solveProtection(made.problem, options);
  if (protection.attack.weaknesses.length > 0)
    throw new SluisError('NotProtectable', 'The table did not survive its own attack.');
  const hidden = new Set(protection.hidden);
  const rows = table.cells.map((cell, index) => rowOf(table, cell, index, hidden.has(index)));
  return {
    columns: spec.dimensions.map(({ column }) => column),
    rows,
    report: reportOf(spec, table, made, protection),
  };
}

function rowOf(
  { space, decimals }: Tabulation,
  { value, impossible }: TabulatedCell,
  index: number,
  hidden: boolean,
): SafeRow {
  const codes = space.codes(index);
  if (hidden) return { codes, value: null, status: 'suppressed' };
  if (impossible) return { codes, value: null, status: 'empty' };
  return { codes, value: formatUnits(value, decimals), status: 'published' };
}

function reportOf(
  spec: TableSpec,
  table: Tabulation,
  { problem, reasons }: TableProblem,
  { hidden, cost, gap, method, solver, attack }: Protection,
): ProtectionReport {
  const intervals = new Map(attack.intervals.map((interval) => [interval.cell, interval]));
  const isHidden = new Set(hidden);
  const isCell = (index: number) => index < table.cells.length;
  // Sums behind the table are always hidden and cost nobody anything.
  const sums = problem.cells.slice(table.cells.length).reduce((all, cell) => all + cell.cost, 0);
  const suppressed = hidden.filter(isCell).map((index) => ({
    codes: table.space.codes(index),
    reasons: reasons.get(index) ?? (['secondary'] as const),
    interval: intervalText(intervals.get(index), table.decimals),
  }));
  return {
    rules: spec.rules,
    cells: table.cells.length,
    fewestUnits: fewestUnits(table.cells.filter((_, cell) => !isHidden.has(cell))),
    primary: suppressed.filter(({ reasons: why }) => why[0] !== 'secondary').length,
    secondary: suppressed.filter(({ reasons: why }) => why[0] === 'secondary').length,
    cost: cost - sums,
    gap,
    method,
    solver,
    suppressed,
  };
}

function fewestUnits(published: readonly TabulatedCell[]): number | null {
  const numbers = published.flatMap(({ units }) => units.map(({ n }) => n)).filter((n) => n > 0);
  return numbers.length === 0 ? null : Math.min(...numbers);
}

/** Outwards to whole units, as the attacker's intervals of continuous cells are not whole. */
export function intervalText(
  interval: AttackInterval | undefined,
  decimals: number,
): SuppressedCell['interval'] {
  const { min = null, max = null } = interval ?? {};
  return {
    min: min === null ? null : formatUnits(Math.floor(min), decimals),
    max: max === null ? null : formatUnits(Math.ceil(max), decimals),
  };
}
