import { SluisError } from '../../domain/errors.js';
import { type Atoms, atomsOf } from './atoms.js';
import { type CellRef, linkingEquations } from './linking-equations.js';
import { tableKind } from './primary-needs.js';
import { violatedRules } from './primary-rules.js';
import { inSlices, type Sliced } from './slices.js';
import type { Equation, ProtectionCell, ProtectionProblem } from './solver/problem.js';
import type { HierarchyTexts } from './table/dimension-trees.js';
import { recordCells } from './table/record-cells.js';
import type { TableData } from './table/table-data.js';
import type { TableSpec } from './table/table-spec.js';
import { type Tabulation, tabulate } from './table/tabulate.js';
import { type TableProblem, tableProblem } from './table-problem.js';

/** One table of a system. */
export interface SystemTable {
  readonly spec: TableSpec;
  readonly table: Tabulation;
  readonly reasons: TableProblem['reasons'];
  /** Number of its cell 0 in the system. */
  readonly first: number;
}

/** Tables of the same records as one system of equations: what one hides, no other may tell. */
export interface TableSystem {
  readonly tables: readonly SystemTable[];
  readonly problem: ProtectionProblem;
  /** The table and cell of a number; null for a sum that no table shows. */
  readonly cellOf: (number: number) => CellRef | null;
  /** Sums that no table shows: unknown to everybody. */
  readonly sums: readonly number[];
  /** Sums that only say that two groups of cells are equal: that somebody can compute them tells nothing more. */
  readonly linking: readonly number[];
}

/**
 * @param known per table its cells that are public already, with their values
 * @throws SluisError SpecInvalid where several tables do not count the same by the same rules; what `tabulate` and
 * `tableProblem` throw; the reason of the signal
 */
export async function tableSystem(
  specs: readonly TableSpec[],
  data: TableData,
  hierarchies: HierarchyTexts,
  known: (spec: TableSpec, table: Tabulation) => ReadonlyMap<number, number>,
  signal?: AbortSignal,
): Promise<TableSystem> {
  if (new Set(specs.map(quantityOf)).size > 1 || (specs.length > 1 && specs.some(({ cells }) => cells)))
    throw new SluisError('SpecInvalid', 'Tables of one system count the same records by the same rules.');
  const cells: ProtectionCell[] = [];
  const equations: Equation[] = [];
  const sums: number[] = [];
  const problems: ProtectionProblem[] = [];
  const tables: SystemTable[] = [];
  for (const spec of specs) {
    const table = await inSlices(tabulate(spec, data, hierarchies), signal);
    const { problem, reasons } = tableProblem(spec, table, known(spec, table));
    const first = cells.length;
    cells.push(...problem.cells);
    for (const { total, parts } of problem.equations)
      equations.push({ total: first + total, parts: parts.map((part) => first + part) });
    for (let sum = first + table.space.size; sum < cells.length; sum += 1) sums.push(sum);
    problems.push(problem);
    tables.push({ spec, table, reasons, first });
  }
  const atoms = await inSlices(atomsOf(tables.map(({ table }) => table.leafOf)), signal);
  const linking = link(tables, atoms, cells, equations);
  const [alone] = problems as [ProtectionProblem, ...ProtectionProblem[]];
  const cellOf = (number: number): CellRef | null => {
    const at = tables.findLastIndex(({ first }) => first <= number);
    const cell = number - (tables[at]?.first ?? 0);
    return cell < (tables[at]?.table.space.size ?? 0) ? { table: at, cell } : null;
  };
  const unionIsSafe =
    tables.length === 1 ? alone.unionIsSafe : await inSlices(unionRule(tables, data, atoms, cellOf), signal);
  return {
    tables,
    problem: { ...alone, cells, equations, unionIsSafe },
    cellOf,
    sums: [...sums, ...linking],
    linking,
  };
}

/** What must be equal for the cells of two tables to add up to each other, and for a union of them to be judged. */
export function quantityOf({ measure, units, weight, bounds, rules }: TableSpec): string {
  return JSON.stringify({ measure, units, weight, bounds, rules });
}

/** Adds the equations between tables; where neither side is one cell, a sum that nobody shows stands between them. */
function link(
  tables: readonly SystemTable[],
  { leaves }: Atoms,
  cells: ProtectionCell[],
  equations: Equation[],
): number[] {
  const added: number[] = [];
  const numberOf = ({ table, cell }: CellRef) => (tables[table] as SystemTable).first + cell;
  const seen = tables.map(({ table }, at) => ({ ...table, leafOf: leaves.map((one) => one[at] as number) }));
  for (const { left, right } of linkingEquations(seen)) {
    const sides = [left.map(numberOf), right.map(numberOf)].sort((a, b) => a.length - b.length);
    const [total = [], parts = []] = left.length === 1 ? [left.map(numberOf), right.map(numberOf)] : sides;
    if (total.length === 1) equations.push({ total: total[0] as number, parts });
    else {
      const sum = cells.length;
      const value = parts.reduce((all, part) => all + (cells[part] as ProtectionCell).value, 0);
      cells.push({ value, lower: null, upper: null, primary: null, cost: 1, fixed: false });
      equations.push({ total: sum, parts: total }, { total: sum, parts });
      added.push(sum);
    }
  }
  return added;
}

/** Judges cells of several tables together by their records, of which none counts twice. */
function* unionRule(
  tables: readonly SystemTable[],
  data: TableData,
  { atomOf, leaves }: Atoms,
  cellOf: TableSystem['cellOf'],
): Sliced<ProtectionProblem['unionIsSafe']> {
  const [{ spec }] = tables as readonly [SystemTable];
  const atomsIn = tables.map(() => new Map<number, Set<number>>());
  for (const [atom, one] of leaves.entries())
    for (const [at, leaf] of one.entries())
      atomsIn[at]?.set(leaf, (atomsIn[at].get(leaf) ?? new Set()).add(atom));
  const records = yield* recordCells(spec, data, atomOf);
  return (parts) => {
    const atoms = new Set<number>();
    for (const ref of parts.flatMap((part) => cellOf(part) ?? []))
      for (const leaf of tables[ref.table]?.table.space.leaves(ref.cell) ?? [])
        for (const atom of atomsIn[ref.table]?.get(leaf) ?? []) atoms.add(atom);
    return violatedRules(records.summarise([...atoms]), spec.rules, tableKind(spec)).length === 0;
  };
}
