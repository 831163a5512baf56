import { SluisError } from '../../domain/errors.js';
import type { Attacked, AttackRequest } from './attack-request.js';
import { CellSpace } from './cell-space.js';
import { consistentTable } from './consistent-table.js';
import { malformed } from './csv.js';
import { dimensionTrees } from './dimension-trees.js';
import type { AttackInterval, ProtectionProblem, Weakness } from './problem.js';
import { decimalsOf, knownCells, publishedCells } from './published-cells.js';
import type { SafeFile } from './safe-csv.js';
import { attackCells } from './solver-attack.js';
import type { TableSpec } from './table-spec.js';

/**
 * Attacks a file without the data behind it, as somebody outside would. Flat dimensions are read off the file. Which
 * cells the rules asked to hide is unknown; in a table of counts every cell below the minimum frequency must have been.
 */
export async function attackBlind(request: AttackRequest, file: SafeFile): Promise<Attacked> {
  const { spec, earlier = [], signal } = request;
  const space = spaceOf(request, file);
  const decimals = decimalsOf([file, ...earlier]);
  const published = publishedCells(spec, space, file, decimals, 'table');
  if (published.values.size + published.hidden.length + published.empty.length !== space.size)
    throw malformed('table', file.rows.length + 1, 'a combination of its codes is missing');
  const known = knownCells(spec, space, earlier, decimals);
  for (const [cell, value] of known)
    if ((published.values.get(cell)?.value ?? value) !== value)
      throw new SluisError('NotProtectable', 'An earlier table gives another value of a published cell.');
  const unit = 10 ** decimals;
  const empty = new Set(published.empty);
  const leaves = Array.from({ length: space.size }, (_, cell) =>
    empty.has(cell) ? 0 : space.leaves(cell).filter((leaf) => !empty.has(leaf)).length,
  );
  const { min, max } = spec.bounds;
  const lower = leaves.map((count) => Math.floor(min * unit * count));
  const upper = leaves.map((count) => (max === null ? null : Math.ceil(max * unit * count)));
  const publicValues = leaves.map((_, cell) =>
    empty.has(cell) ? 0 : (published.values.get(cell)?.value ?? known.get(cell) ?? null),
  );
  const equations = space.equations();
  const limits = { timeLimitSeconds: spec.timeLimitSeconds, ...(signal && { signal }) };
  const values = await consistentTable({ values: publicValues, lower, upper, equations }, limits);
  const n0 = spec.measure === null ? spec.rules.minFrequency * unit : null;
  const problem: ProtectionProblem = {
    cells: values.map((value, cell) => ({
      value,
      lower: publicValues[cell] === null ? (lower[cell] ?? null) : value,
      upper: publicValues[cell] === null ? (upper[cell] ?? null) : value,
      primary: null,
      cost: 1,
      fixed: publicValues[cell] !== null,
    })),
    equations,
    decimals,
    integer: decimals === 0 && spec.weight === null,
    // The sum is the same in every table that agrees with what is published.
    unionIsSafe: (parts) =>
      n0 === null || parts.reduce((sum, part) => sum + (values[part] as number), 0) >= n0,
  };
  const hidden = published.hidden.filter((cell) => !known.has(cell));
  const report = await attackCells(problem, hidden, limits);
  const weaknesses = [...report.weaknesses, ...seenToBeFew(report.intervals, report.weaknesses, n0)];
  return { report: { ...report, weaknesses }, decimals, codes: (cell) => space.codes(cell) };
}

function spaceOf({ spec, hierarchies }: AttackRequest, file: SafeFile): CellSpace {
  if (spec.dimensions.some(({ hierarchy }) => hierarchy.kind === 'parents'))
    throw new SluisError('SpecInvalid', 'The levels of this table stand in its data: give the data too.');
  const trees = spec.dimensions.map((dimension) => {
    const place = file.columns.indexOf(dimension.column);
    const codes = file.rows.flatMap(({ codes: all }) => all[place] ?? []);
    const rows = codes.filter((code) => code !== dimension.total).map((code) => [code]);
    const single: TableSpec = { ...spec, dimensions: [{ ...dimension, disclosive: [] }] };
    return dimensionTrees(single, { columns: [dimension.column], rows }, hierarchies);
  });
  return new CellSpace(trees.flat());
}

/** Counts of which everybody sees that they are below the minimum frequency. */
function seenToBeFew(
  intervals: readonly AttackInterval[],
  known: readonly Weakness[],
  n0: number | null,
): readonly Weakness[] {
  if (n0 === null) return [];
  const named = new Set(known.flatMap((weakness) => (weakness.kind === 'union' ? [] : [weakness.cell])));
  return intervals
    .filter(({ cell, max }) => max !== null && max < n0 && !named.has(cell))
    .map((interval) => ({ kind: 'interval', cell: interval.cell, interval }));
}
