import { SluisError } from '../../domain/errors.js';
import { type GroupHit, groupHits } from './group-disclosure.js';
import { primaryNeeds, tableKind } from './primary-needs.js';
import { type RuleName, violatedRules } from './primary-rules.js';
import type { ProtectionCell, ProtectionProblem, Requirement } from './solver/problem.js';
import type { TableSpec } from './table/table-spec.js';
import type { TabulatedCell, Tabulation } from './table/tabulate.js';

export interface TableProblem {
  /** Cells of the table by their number; behind them sums that are never published (group disclosure). */
  readonly problem: ProtectionProblem;
  /** Why a cell is primary. */
  readonly reasons: ReadonlyMap<number, readonly RuleName[]>;
}

/**
 * Turns a table into a protection problem: primary rules on every cell, what everybody knows, and the test of unions.
 * @param known cells that are public already, with their value in units of the table
 * @throws SluisError SpecInvalid where bounds are missing or contradict the data; NotProtectable where a public value
 * has changed since
 */
export function tableProblem(
  spec: TableSpec,
  table: Tabulation,
  known: ReadonlyMap<number, number>,
): TableProblem {
  checkBounds(spec, table);
  const groups = groupHits(spec, table);
  // Several disclosive categories together: what must stay uncertain is their sum, which is no cell of the table.
  const sums = groups.filter(({ kind, cells }) => kind === 'share' && cells.length > 1);
  const needs = primaryNeeds(
    spec,
    table,
    groups.filter((group) => !sums.includes(group)),
  );
  const cells = table.cells.map((cell, index) =>
    problemCell(spec, table, cell, needs.get(index)?.requirement ?? null, knownValue(cell, known.get(index))),
  );
  const problem = {
    cells: [...cells, ...sums.map((sum) => sumCell(sum, table))],
    equations: [
      ...table.space.equations(),
      ...sums.map(({ cells: parts }, index) => ({ total: cells.length + index, parts })),
    ],
    decimals: table.decimals,
    // What has no decimals is known to be whole, whether it was counted or measured.
    integer: table.decimals === 0 && spec.weight === null,
    unionIsSafe: (parts: readonly number[]) =>
      violatedRules(table.unionOf(parts), spec.rules, tableKind(spec)).length === 0,
  };
  return { problem, reasons: new Map([...needs].map(([cell, { rules }]) => [cell, rules])) };
}

/** Looser bounds than everybody knows would be an attacker who knows less than everybody. */
function checkBounds({ bounds }: TableSpec, { negative }: Tabulation): void {
  if (negative && (bounds.min >= 0 || bounds.max === null))
    throw new SluisError(
      'SpecInvalid',
      'Values below 0 need bounds that everybody knows: set bounds.min below 0, and bounds.max.',
    );
  if (!negative && bounds.min < 0)
    throw new SluisError(
      'SpecInvalid',
      'No value is below 0, and everybody may know it: leave bounds.min out.',
    );
}

/** Undefined where nothing is public. */
function knownValue({ value }: TabulatedCell, known: number | undefined): number | undefined {
  if (known === undefined || known === value) return known;
  throw new SluisError(
    'NotProtectable',
    'A cell that is public already has another value now: what changed may be the data of few.',
  );
}

function problemCell(
  { bounds }: TableSpec,
  { decimals }: Tabulation,
  { value, units, cost, impossible, leaves }: TabulatedCell,
  primary: Requirement | null,
  known: number | undefined,
): ProtectionCell {
  if (impossible) return { value: 0, lower: 0, upper: 0, primary: null, cost, fixed: true };
  const scale = 10 ** decimals * leaves;
  const lower = Math.floor(bounds.min * scale);
  const upper = bounds.max === null ? null : Math.ceil(bounds.max * scale);
  if (value < lower || (upper !== null && value > upper))
    throw new SluisError('SpecInvalid', 'A cell lies outside the bounds of the specification.');
  // A combination that could occur and did not is published as 0, unless just that discloses something.
  const empty = primary === null && units.every(({ n }) => n === 0);
  return { value, lower, upper, primary, cost, fixed: empty || known !== undefined };
}

/** A sum over disclosive categories: nobody publishes it, and nobody may be able to compute it closely. */
function sumCell({ cells, level }: GroupHit, table: Tabulation): ProtectionCell {
  const value = cells.reduce((sum, cell) => sum + (table.cells[cell] as TabulatedCell).value, 0);
  return {
    value,
    lower: null,
    upper: null,
    primary: { level, minimumFrequency: null },
    cost: 1,
    fixed: false,
  };
}
