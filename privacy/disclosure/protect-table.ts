import { SluisError } from '../../domain/errors.js';
import type { RuleName } from './primary-rules.js';
import type { SessionLimits } from './solver/highs-session.js';
import type { AttackInterval, Protection } from './solver/problem.js';
import { solveProtection } from './solver/solver.js';
import { formatUnits } from './table/decimal.js';
import type { HierarchyTexts } from './table/dimension-trees.js';
import { knownCells } from './table/published-cells.js';
import type { SafeFile, SafeRow, SafeRows } from './table/safe-csv.js';
import type { TableData } from './table/table-data.js';
import type { TableSpec } from './table/table-spec.js';
import type { TabulatedCell, Tabulation } from './table/tabulate.js';
import { type SystemTable, type TableSystem, tableSystem } from './table-system.js';

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
  /** What the attacker was taken to know of a cell of the finest level: for the checker to judge. */
  readonly bounds: TableSpec['bounds'];
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

/** Tables of the same records, which are protected together. */
export interface ProtectTablesRequest extends Omit<ProtectRequest, 'spec' | 'earlier'> {
  readonly specs: readonly TableSpec[];
}

/**
 * Tabulates, applies the rules, hides as little as possible and attacks the result. What comes back still has to survive
 * `attackTable` on the bytes that are written.
 * @throws SluisError NotProtectable (no safe table, or not in time), SpecInvalid or SourceMalformed (bad input)
 */
export async function protectTable(request: ProtectRequest): Promise<ProtectedTable> {
  const { spec, data, hierarchies, earlier = [], signal } = request;
  const known = (_: TableSpec, { space, decimals }: Tabulation) => knownCells(spec, space, earlier, decimals);
  const system = await tableSystem([spec], data, hierarchies, known, signal);
  const [made] = await protectSystem(system, signal);
  return made as ProtectedTable;
}

/**
 * The same for several tables of the same records, as one system: no table tells what another hides, nor do all together.
 * What comes back, in the order of the specifications, still has to survive `attackTables`.
 * @throws SluisError as `protectTable`
 */
export async function protectTables(request: ProtectTablesRequest): Promise<readonly ProtectedTable[]> {
  const { specs, data, hierarchies, signal } = request;
  const system = await tableSystem(specs, data, hierarchies, () => new Map(), signal);
  return await protectSystem(system, signal);
}

async function protectSystem(
  system: TableSystem,
  signal: AbortSignal | undefined,
): Promise<ProtectedTable[]> {
  const { tables, problem, cellOf } = system;
  if (problem.cells.some(({ primary, fixed }) => primary !== null && fixed))
    throw new SluisError('NotProtectable', 'A cell that would have to be hidden is public already.');
  const specs = tables.map(({ spec }) => spec);
  const protection = await solveProtection(problem, {
    method: specs.some(({ method }) => method === 'greedy') ? 'greedy' : 'optimal',
    ...limitsOf(specs, signal),
  });
  if (protection.attack.weaknesses.length > 0)
    throw new SluisError('NotProtectable', 'The table did not survive its own attack.');
  return tables.map((one, number) => {
    const refs = protection.hidden.flatMap((cell) => cellOf(cell) ?? []);
    const hidden = refs.flatMap(({ table, cell }) => (table === number ? [cell] : []));
    const isHidden = new Set(hidden);
    return {
      columns: one.spec.dimensions.map(({ column }) => column),
      rows: one.table.cells.map((cell, index) => rowOf(one.table, cell, index, isHidden.has(index))),
      report: reportOf(one, hidden, protection),
    };
  });
}

/** Tables that are solved as one may take the time of all of them. */
export function limitsOf(specs: readonly TableSpec[], signal: AbortSignal | undefined): SessionLimits {
  const timeLimitSeconds = specs.reduce((sum, spec) => sum + spec.timeLimitSeconds, 0);
  return { timeLimitSeconds, ...(signal && { signal }) };
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
  { spec, table, reasons, first }: SystemTable,
  hidden: readonly number[],
  { gap, method, solver, attack }: Protection,
): ProtectionReport {
  const intervals = new Map(attack.intervals.map((interval) => [interval.cell - first, interval]));
  const isHidden = new Set(hidden);
  const suppressed = hidden.map((cell) => ({
    codes: table.space.codes(cell),
    reasons: reasons.get(cell) ?? (['secondary'] as const),
    interval: intervalText(intervals.get(cell), table.decimals),
  }));
  return {
    rules: spec.rules,
    bounds: spec.bounds,
    cells: table.cells.length,
    fewestUnits: fewestUnits(table.cells.filter((_, cell) => !isHidden.has(cell))),
    primary: suppressed.filter(({ reasons: why }) => why[0] !== 'secondary').length,
    secondary: suppressed.filter(({ reasons: why }) => why[0] === 'secondary').length,
    cost: hidden.reduce((sum, cell) => sum + (table.cells[cell] as TabulatedCell).cost, 0),
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
