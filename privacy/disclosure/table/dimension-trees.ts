import { SluisError } from '../../../domain/errors.js';
import { each, type Sliced } from '../slices.js';
import type { CellSpace } from './cell-space.js';
import { flatHierarchy, type Hierarchy, hierarchyOfPaths } from './hierarchy.js';
import { parseHierarchy } from './hierarchy-file.js';
import { rowError, TableColumn, type TableData } from './table-data.js';
import type { DimensionSpec, TableSpec } from './table-spec.js';

/** Texts of the hierarchy files that a specification names, by the name it uses. */
export type HierarchyTexts = ReadonlyMap<string, string>;

/**
 * The tree of every dimension: from its file, or from the data.
 * @throws SluisError SpecInvalid or SourceMalformed with dimension numbers and lines
 */
export function* dimensionTrees(
  spec: TableSpec,
  data: TableData,
  texts: HierarchyTexts,
): Sliced<readonly Hierarchy[]> {
  const trees: Hierarchy[] = [];
  for (const [index, dimension] of spec.dimensions.entries()) {
    const tree = yield* treeOf(dimension, index, data, texts);
    if (dimension.disclosive.some((code) => !tree.indexOf.has(code) || code === dimension.total))
      throw new SluisError(
        'SpecInvalid',
        `Dimension ${index + 1}: a disclosive category is none of its codes.`,
      );
    trees.push(tree);
  }
  return trees;
}

function* treeOf(
  { column, hierarchy, total }: DimensionSpec,
  index: number,
  data: TableData,
  texts: HierarchyTexts,
): Sliced<Hierarchy> {
  const what = `hierarchy of dimension ${index + 1}`;
  if (hierarchy.kind === 'file') {
    const text = texts.get(hierarchy.file);
    if (text === undefined) throw new SluisError('SpecInvalid', `The ${what} was not given.`);
    return parseHierarchy(text, total, what);
  }
  const leaf = new TableColumn(data, column, `dimension ${index + 1}`);
  const names = hierarchy.kind === 'parents' ? hierarchy.columns : [];
  const above = names.map((name) => new TableColumn(data, name, `dimension ${index + 1}`));
  /** One path of each code; a second one is kept too, since it is a contradiction. */
  const paths = new Map<string, readonly string[]>();
  const others: (readonly string[])[] = [];
  yield* each(data.rows.length, (row) => {
    const code = leaf.category(row);
    const known = paths.get(code);
    const parents = above.map((level) => level.category(row));
    if (!known) paths.set(code, parents);
    else if (parents.some((parent, level) => parent !== known[level])) others.push([code, ...parents]);
  });
  if (hierarchy.kind === 'flat') return flatHierarchy(total, paths.keys(), what);
  const all = [...[...paths].map(([code, parents]) => [code, ...parents]), ...others];
  return hierarchyOfPaths(total, all, what);
}

/**
 * The finest cell that each row of data belongs to.
 * @throws SluisError SourceMalformed with the line of a code that is unknown, or stands above others
 */
export function* leavesOfRows(spec: TableSpec, data: TableData, space: CellSpace): Sliced<readonly number[]> {
  const columns = spec.dimensions.map(
    ({ column }, index) => new TableColumn(data, column, `dimension ${index + 1}`),
  );
  const leaves: number[] = [];
  yield* each(data.rows.length, (row) => {
    const keys = columns.map((column, index) => {
      const { indexOf, categories } = space.dimensions[index] as Hierarchy;
      const key = indexOf.get(column.category(row));
      if (key === undefined) throw rowError(data, row, `dimension ${index + 1} has no such code`);
      if (categories[key]?.children.length !== 0)
        throw rowError(data, row, `dimension ${index + 1} holds a total or subtotal instead of a leaf`);
      return key;
    });
    leaves.push(space.cell(keys));
  });
  return leaves;
}
