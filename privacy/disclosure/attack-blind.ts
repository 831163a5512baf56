import { SluisError } from '../../domain/errors.js';
import type { Attacked, AttackRequest } from './attack-request.js';
import { minimumInUnits, outsideProblem } from './outside-problem.js';
import { atOnce } from './slices.js';
import { attackCells } from './solver/attack.js';
import type { AttackReport, Weakness } from './solver/problem.js';
import { CellSpace } from './table/cell-space.js';
import { malformed } from './table/csv.js';
import { dimensionTrees } from './table/dimension-trees.js';
import { decimalsOf, knownCells, publishedCells } from './table/published-cells.js';
import type { SafeFile } from './table/safe-csv.js';
import type { TableSpec } from './table/table-spec.js';

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
  const limits = { timeLimitSeconds: spec.timeLimitSeconds, ...(signal && { signal }) };
  const problem = await outsideProblem(spec, space, published, known, decimals, limits);
  const hidden = published.hidden.filter((cell) => !known.has(cell));
  const report = await attackCells(problem, hidden, limits);
  const few = seenToBeFew(report, minimumInUnits(spec, decimals));
  return {
    report: { ...report, weaknesses: [...report.weaknesses, ...few] },
    decimals,
    codes: (cell) => space.codes(cell),
  };
}

function spaceOf({ spec, hierarchies }: AttackRequest, file: SafeFile): CellSpace {
  if (spec.dimensions.some(({ hierarchy }) => hierarchy.kind === 'parents'))
    throw new SluisError('SpecInvalid', 'The levels of this table stand in its data: give the data too.');
  const trees = spec.dimensions.map((dimension) => {
    const place = file.columns.indexOf(dimension.column);
    const codes = file.rows.flatMap(({ codes: all }) => all[place] ?? []);
    const rows = codes.filter((code) => code !== dimension.total).map((code) => [code]);
    const single: TableSpec = { ...spec, dimensions: [{ ...dimension, disclosive: [] }] };
    return atOnce(dimensionTrees(single, { columns: [dimension.column], rows }, hierarchies));
  });
  return new CellSpace(trees.flat());
}

/** Counts of which everybody sees that they are below the minimum frequency. */
function seenToBeFew({ intervals, weaknesses }: AttackReport, n0: number | null): readonly Weakness[] {
  if (n0 === null) return [];
  const named = new Set(weaknesses.flatMap((weakness) => (weakness.kind === 'union' ? [] : [weakness.cell])));
  return intervals
    .filter(({ cell, max }) => max !== null && max < n0 && !named.has(cell))
    .map((interval) => ({ kind: 'interval', cell: interval.cell, interval }));
}
