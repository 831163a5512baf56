import { SluisError } from '../../../domain/errors.js';
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
export function dimensionTrees(
  spec: TableSpec,
  data: TableData,
  texts: HierarchyTexts,
): readonly Hierarchy[] {
  return spec.dimensions.map((dimension, index) => {
    const tree = treeOf(dimension, index, data, texts);
    if (dimension.disclosive.some((code) => !tree.indexOf.has(code) || code === dimension.total))
      throw new SluisError(
        'SpecInvalid',
        `Dimension ${index + 1}: a disclosive category is none of its codes.`,
      );
    return tree;
  });
}

function treeOf(
  { column, hierarchy, total }: DimensionSpec,
  index: number,
  data: TableData,
  texts: HierarchyTexts,
): Hierarchy {
  const what = `hierarchy of dimension ${index + 1}`;
  if (hierarchy.kind === 'file') {
    const text = texts.get(hierarchy.file);
    if (text === undefined) throw new SluisError('SpecInvalid', `The ${what} was not given.`);
    return parseHierarchy(text, total, what);
  }
  const names = [column, ...(hierarchy.kind === 'parents' ? hierarchy.columns : [])];
  const columns = names.map((name) => new TableColumn(data, name, `dimension ${index + 1}`));
  const paths = [...data.rows.keys()].map((row) => columns.map((level) => level.category(row)));
  if (hierarchy.kind === 'parents') return hierarchyOfPaths(total, paths, what);
  return flatHierarchy(
    total,
    paths.map(([code = '']) => code),
    what,
  );
}

/**
 * The finest cell that each row of data belongs to.
 * @throws SluisError SourceMalformed with the line of a code that is unknown, or stands above others
 */
export function leavesOfRows(spec: TableSpec, data: TableData, space: CellSpace): readonly number[] {
  const columns = spec.dimensions.map(
    ({ column }, index) => new TableColumn(data, column, `dimension ${index + 1}`),
  );
  return [...data.rows.keys()].map((row) =>
    space.cell(
      columns.map((column, index) => {
        const { indexOf, categories } = space.dimensions[index] as Hierarchy;
        const key = indexOf.get(column.category(row));
        if (key === undefined) throw rowError(data, row, `dimension ${index + 1} has no such code`);
        if (categories[key]?.children.length !== 0)
          throw rowError(data, row, `dimension ${index + 1} holds a total or subtotal instead of a leaf`);
        return key;
      }),
    ),
  );
}
