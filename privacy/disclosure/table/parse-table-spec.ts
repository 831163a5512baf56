import { SluisError } from '../../../domain/errors.js';
import { readRules } from './parse-rules.js';
import { type SpecProblem, SpecReader } from './spec-reader.js';
import type { CellCost, DimensionSpec, HierarchySource, TableSpec } from './table-spec.js';

const KEYS = [
  'dimensions',
  'measure',
  'unit',
  'weight',
  'bounds',
  'rules',
  'cost',
  'method',
  'publishCounts',
  'timeLimitSeconds',
  'cells',
];
const DIMENSION_KEYS = ['column', 'hierarchy', 'parents', 'total', 'disclosive', 'identifying'];
/** A checker waits at most so long for one table. */
const LONGEST_SECONDS = 3600;

/**
 * Reads a specification that is a plain object already: the content of table.yaml, or the `table` of a theme's output.
 * Either the specification with its defaults filled in, or every problem.
 */
export function readTableSpec(
  plain: unknown,
): { readonly spec: TableSpec } | { readonly problems: readonly SpecProblem[] } {
  const reader = new SpecReader(plain, KEYS);
  const measure = reader.text('measure') ?? null;
  const spec: TableSpec = {
    dimensions: readDimensions(reader),
    measure,
    units: typeof reader.value('unit') === 'string' ? [reader.requiredText('unit')] : reader.texts('unit'),
    weight: reader.text('weight') ?? null,
    bounds: readBounds(reader, measure),
    rules: readRules(reader),
    cost: readCost(reader.text('cost')),
    method: reader.oneOf('method', ['optimal', 'greedy']),
    timeLimitSeconds:
      reader.number(
        'timeLimitSeconds',
        (seconds) => seconds > 0 && seconds <= LONGEST_SECONDS,
        `must be more than 0 and at most ${LONGEST_SECONDS}`,
      ) ?? 60,
    cells: reader.flag('cells'),
  };
  if (reader.flag('publishCounts') && measure !== null) {
    reader.complain('publishCounts', 'counts are a table of their own: leave `measure` out and protect that');
  }
  if (spec.cells) checkCells(reader, spec);
  return reader.problems.length > 0 ? { problems: reader.problems } : { spec };
}

/** @throws SluisError SpecInvalid with the place of every problem, never a text of the specification */
export function parseTableSpec(plain: unknown): TableSpec {
  const read = readTableSpec(plain);
  if ('spec' in read) return read.spec;
  const problems = read.problems.map(({ path, what }) => `${placeOf(path)}: ${what}`);
  const message = `The table has ${problems.length} problem(s): ${problems.join('; ')}`;
  throw new SluisError('SpecInvalid', message, { problems });
}

function readDimensions(reader: SpecReader): readonly DimensionSpec[] {
  const groups = reader.groups('dimensions', DIMENSION_KEYS);
  if (groups.length < 1 || groups.length > 4) reader.complain('dimensions', 'needs one to four dimensions');
  const dimensions = groups.map((group) => ({
    column: group.requiredText('column'),
    hierarchy: readHierarchy(group),
    total: group.requiredText('total'),
    disclosive: group.texts('disclosive'),
    identifying: group.flag('identifying'),
  }));
  const columns = ['value', 'status', ...dimensions.map(({ column }) => column)];
  groups.forEach((group, index) => {
    if (columns.indexOf(columns[index + 2] as string) < index + 2)
      group.complain('column', 'is named twice, or is a column of the published table');
  });
  return dimensions;
}

function readHierarchy(group: SpecReader): HierarchySource {
  const file = group.text('hierarchy');
  const columns = group.texts('parents');
  if (file !== undefined && columns.length > 0)
    group.complain('parents', 'a hierarchy is a file or columns, not both');
  if (file !== undefined) return { kind: 'file', file };
  return columns.length > 0 ? { kind: 'parents', columns } : { kind: 'flat' };
}

function readBounds(reader: SpecReader, measure: string | null): TableSpec['bounds'] {
  const group = reader.group('bounds', ['min', 'max']);
  const min = group.number('min', () => true, 'must be a number') ?? 0;
  if (measure === null && min < 0) group.complain('min', 'must not be below 0: no count is');
  const max = group.number('max', (value) => value > min, 'must be a number above min') ?? null;
  return { min, max };
}

function readCost(cost = 'value'): CellCost {
  if (cost === 'value' || cost === 'count' || cost === 'unit') return { kind: cost };
  return { kind: 'column', column: cost };
}

/** Ready-made cells hold their two largest contributions and nothing about single records. */
function checkCells(reader: SpecReader, spec: TableSpec): void {
  if (spec.weight !== null) reader.complain('weight', 'is not known of ready-made cells');
  if (spec.cost.kind === 'column') reader.complain('cost', 'is not known of ready-made cells');
  if (spec.rules.dominance.some(({ n }) => n > 2))
    reader.complain('rules', 'dominance beyond two contributions is not known of ready-made cells');
}

function placeOf(path: SpecProblem['path']): string {
  const steps = path.map((step, index) =>
    typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`,
  );
  return steps.join('') || 'table';
}
