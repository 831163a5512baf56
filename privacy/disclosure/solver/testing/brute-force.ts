import type { Equation, ProtectionCell, ProtectionProblem } from '../problem.js';
import { range } from './drawn-tables.js';

/**
 * For tests: an attacker and a protector who know no linear programming, and write down every table and every choice.
 * All tables of whole numbers within the known bounds; every leaf needs two finite ones.
 */
export function allTables({ cells, equations }: ProtectionProblem): Int32Array[] {
  const totals = new Set(equations.map(({ total }) => total));
  const leaves = [...cells.keys()].filter((cell) => !totals.has(cell));
  const tables: Int32Array[] = [];
  const table = new Int32Array(cells.length);
  const place = (index: number): void => {
    if (index === leaves.length) {
      const full = completed(table, equations, totals);
      if (
        full.every((value, cell) => isWithin(cells[cell]!, value)) &&
        equations.every((e) => holds(e, full))
      )
        tables.push(full);
      return;
    }
    const leaf = leaves[index]!;
    for (let value = cells[leaf]!.lower!; value <= cells[leaf]!.upper!; value++) {
      table[leaf] = value;
      place(index + 1);
    }
  };
  place(0);
  return tables;
}

const isWithin = ({ lower, upper }: ProtectionCell, value: number) =>
  value >= (lower ?? -Infinity) && value <= (upper ?? Infinity);

const holds = ({ total, parts }: Equation, table: Int32Array) =>
  table[total] === parts.reduce((sum, part) => sum + table[part]!, 0);

function completed(
  leaves: Int32Array,
  equations: readonly Equation[],
  totals: ReadonlySet<number>,
): Int32Array {
  const table = leaves.slice();
  const open = new Set(totals);
  while (open.size > 0)
    for (const { total, parts } of equations)
      if (open.has(total) && parts.every((part) => !open.has(part))) {
        table[total] = parts.reduce((sum, part) => sum + table[part]!, 0);
        open.delete(total);
      }
  return table;
}

/** [min, max] of each cell over the tables that agree with all cells that are not hidden. */
export function rangesOf(
  { cells }: ProtectionProblem,
  tables: readonly Int32Array[],
  hidden: ReadonlySet<number>,
): { min: number; max: number }[] {
  const shown = [...cells.keys()].filter((cell) => !hidden.has(cell));
  const consistent = tables.filter((table) => shown.every((cell) => table[cell] === cells[cell]!.value));
  return cells.map((_, cell) => {
    const seen = consistent.map((table) => table[cell]!);
    return { min: Math.min(...seen), max: Math.max(...seen) };
  });
}

/** The design's words, one by one: privacy.md, "A hidden cell is safe". */
export function isSafe(
  { value, lower, primary }: ProtectionCell,
  { min, max }: { min: number; max: number },
): boolean {
  if (!primary) return true;
  const upper = max - value > primary.level;
  const below = value === 0 || (min === 0 && lower === 0) || value - min > primary.level;
  const n0 = primary.minimumFrequency;
  return upper && below && (n0 === null || (max - min >= n0 && max >= n0));
}

/** Every primary is safe, and so is every union of cells that are not known to within nothing. */
export function survives(
  problem: ProtectionProblem,
  tables: readonly Int32Array[],
  hidden: readonly number[],
): boolean {
  const ranges = rangesOf(problem, tables, new Set(hidden));
  const unknown = (cell: number) => ranges[cell]!.max > ranges[cell]!.min;
  const leavesOf = (cell: number, way: 0 | 1): number[] => {
    const along = problem.equations.filter(({ total }) => total === cell);
    const parts = along.length > 0 ? along[way % along.length]!.parts.filter(unknown) : [];
    return parts.length > 0 ? parts.flatMap((part) => leavesOf(part, way)) : [cell];
  };
  const unionPasses = ({ total, parts }: Equation, way: 0 | 1) => {
    const union = parts.filter(unknown).flatMap((part) => leavesOf(part, way));
    return unknown(total) || union.length === 0 || problem.unionIsSafe(union.sort((a, b) => a - b));
  };
  return (
    problem.cells.every((cell, at) => isSafe(cell, ranges[at]!)) &&
    problem.equations.every((equation) => unionPasses(equation, 0) && unionPasses(equation, 1))
  );
}

/** The cost of the cheapest safe choice, by trying every choice against every table; null where none is safe. */
export function cheapest(problem: ProtectionProblem): number | null {
  const tables = allTables(problem);
  const cells = range(problem.cells.length);
  const must = cells.filter((cell) => problem.cells[cell]!.primary !== null);
  const may = cells.filter((cell) => !must.includes(cell) && !problem.cells[cell]!.fixed);
  const costOf = (chosen: readonly number[]) =>
    chosen.reduce((sum, cell) => sum + problem.cells[cell]!.cost, 0);
  const choices = range(2 ** may.length).map((mask) => [
    ...must,
    ...may.filter((_, bit) => (mask >> bit) & 1),
  ]);
  const ascending = choices
    .map((hidden) => ({ hidden, cost: costOf(hidden) }))
    .sort((a, b) => a.cost - b.cost);
  return ascending.find(({ hidden }) => survives(problem, tables, hidden))?.cost ?? null;
}
