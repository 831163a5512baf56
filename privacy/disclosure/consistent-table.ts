import { SluisError } from '../../domain/errors.js';
import type { LinearModel } from './solver/highs-protocol.js';
import { HighsSession, type SessionLimits } from './solver/highs-session.js';
import type { Equation } from './solver/problem.js';

export interface PartlyKnown {
  /** Value of each cell in whole units; null where it is hidden. */
  readonly values: readonly (number | null)[];
  readonly lower: readonly number[];
  readonly upper: readonly (number | null)[];
  readonly equations: readonly Equation[];
}

/**
 * Some whole-number table that agrees with everything published: the attacker's starting point, who does not know the
 * true one.
 * @throws SluisError SourceMalformed where there is none: what is published does not add up
 */
export async function consistentTable(table: PartlyKnown, limits: SessionLimits): Promise<readonly number[]> {
  const unknown = [...table.values.keys()].filter((cell) => table.values[cell] === null);
  const open = table.equations.filter(({ total, parts }) =>
    [total, ...parts].some((cell) => table.values[cell] === null),
  );
  const found = unknown.length === 0 ? [] : await solve(table, unknown, open, limits);
  const values = table.values.map((value) => value ?? 0);
  unknown.forEach((cell, index) => {
    values[cell] = Math.round(found[index] as number);
  });
  const balanced = table.equations.every(
    ({ total, parts }) => values[total] === parts.reduce((sum, part) => sum + (values[part] as number), 0),
  );
  if (!balanced) throw contradiction();
  return values;
}

async function solve(
  table: PartlyKnown,
  unknown: readonly number[],
  open: readonly Equation[],
  limits: SessionLimits,
): Promise<ArrayLike<number>> {
  const model = modelOf(table, unknown, open);
  return HighsSession.with(limits, async (session) => {
    const { status, values } = await (await session.open(model)).run({ changes: [] });
    if (status !== 'optimal') throw contradiction();
    return values;
  });
}

/** One column per hidden cell; per equation: hidden parts − hidden total = published total − published parts. */
function modelOf(
  { values, lower, upper }: PartlyKnown,
  unknown: readonly number[],
  open: readonly Equation[],
): LinearModel {
  const column = new Map(unknown.map((cell, index) => [cell, index]));
  const indices: number[] = [];
  const coefficients: number[] = [];
  const starts = [0];
  const sides = open.map(({ total, parts }) => {
    let side = 0;
    for (const cell of [total, ...parts]) {
      const sign = cell === total ? -1 : 1;
      const at = column.get(cell);
      if (at === undefined) side -= sign * (values[cell] as number);
      else {
        indices.push(at);
        coefficients.push(sign);
      }
    }
    starts.push(indices.length);
    return side;
  });
  return {
    columns: unknown.length,
    costs: new Float64Array(unknown.length),
    lower: Float64Array.from(unknown, (cell) => lower[cell] as number),
    upper: Float64Array.from(unknown, (cell) => upper[cell] ?? Number.POSITIVE_INFINITY),
    rows: { lower: sides, upper: sides, starts, indices, values: coefficients },
    integer: true,
  };
}

function contradiction(): SluisError {
  return new SluisError('SourceMalformed', 'The published cells do not add up to any table.');
}
