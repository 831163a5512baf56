import type { DatasetColumn, Manifest } from '../domain/dataset.js';
import { SluisError } from '../domain/errors.js';
import type { Theme } from '../policy/schema/theme.js';

export interface ThemeTable {
  readonly name: string;
  readonly dataset: string;
  readonly version: string;
  /** The declared columns alone, with their types and tags. */
  readonly columns: readonly DatasetColumn[];
}

/**
 * The tables that a theme's statements see: for each declared input the exact version that the run named, and of it the
 * declared columns.
 * @throws SluisError DatasetUnknown where a dataset or column is not there
 */
export function themeTables(
  theme: Theme,
  asked: readonly { readonly version: string }[],
  manifests: ReadonlyMap<string, Manifest>,
): readonly ThemeTable[] {
  return theme.inputs.map(({ dataset, table, columns }) => {
    const version = asked.map((one) => one.version).find((one) => manifests.get(one)?.dataset === dataset);
    const manifest = version === undefined ? undefined : manifests.get(version);
    if (version === undefined || !manifest)
      throw new SluisError('DatasetUnknown', `Theme ${theme.id} needs dataset ${dataset}; deliver it first.`);
    const granted = columns.map(({ name }) => {
      const column = manifest.columns.find((one) => one.name === name);
      if (column) return column;
      throw new SluisError(
        'DatasetUnknown',
        `Dataset ${dataset} has no column ${name}, which ${theme.id} reads.`,
      );
    });
    return { name: table, dataset, version, columns: granted };
  });
}
