import { attackBlind } from './attack-blind.js';
import type { Attacked, AttackRequest } from './attack-request.js';
import { intervalText, type SuppressedCell } from './protect-table.js';
import { attackCells } from './solver/attack.js';
import type { Weakness } from './solver/problem.js';
import { malformed } from './table/csv.js';
import { knownCells, publishedCells } from './table/published-cells.js';
import { readSafeCsv, type SafeFile } from './table/safe-csv.js';
import type { TableData } from './table/table-data.js';
import { tabulate } from './table/tabulate.js';
import { tableProblem } from './table-problem.js';

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

async function attackWithData(request: AttackRequest, file: SafeFile, data: TableData): Promise<Attacked> {
  const { spec, hierarchies, earlier = [], signal } = request;
  const table = tabulate(spec, data, hierarchies);
  const { space, decimals } = table;
  const published = publishedCells(spec, space, file, decimals, 'table');
  for (const [cell, { value, line }] of published.values)
    if (table.cells[cell]?.value !== value)
      throw malformed('table', line, 'the value is not that of the data');
  const impossible = published.empty.every((cell) => table.cells[cell]?.impossible);
  if (!impossible || published.values.size + published.hidden.length + published.empty.length !== space.size)
    throw malformed('table', file.rows.length + 1, 'the cells are not all those of the data');
  const known = knownCells(spec, space, earlier, decimals);
  const { problem } = tableProblem(spec, table, known);
  const sums = [...problem.cells.keys()].slice(space.size);
  const hidden = [...published.hidden.filter((cell) => !known.has(cell)), ...sums];
  const limits = { timeLimitSeconds: spec.timeLimitSeconds, ...(signal && { signal }) };
  const report = await attackCells(problem, hidden, limits);
  return { report, decimals, codes: (cell) => (cell < space.size ? space.codes(cell) : null) };
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
