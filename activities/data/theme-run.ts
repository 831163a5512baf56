import type { RunRequested } from '../../catalog/event-bodies.js';
import type { Manifest } from '../../domain/dataset.js';
import { SluisError } from '../../domain/errors.js';
import type { ParameterValue } from '../../lake/locked-session.js';
import { checkDeclared } from '../../lake/sql/check-declared.js';
import { type StatementLineage, traceLineage } from '../../lake/sql/lineage.js';
import { readStatement } from '../../lake/sql/read-statement.js';
import type { Theme } from '../../policy/schema/theme.js';
import type { ThemeBundle, ThemeShelf } from '../../policy/schema/theme-bundle.js';
import { type ThemeTable, themeTables } from '../theme-tables.js';

/** A theme over exact dataset versions, read and checked before anything of them is opened. */
export interface ThemeRun {
  readonly bundle: ThemeBundle;
  readonly tables: readonly ThemeTable[];
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly lineage: ReadonlyMap<string, StatementLineage>;
}

/**
 * @throws SluisError StaleHash where the theme is another than the one that was asked for; SqlRefused where a statement
 *   reads beyond the declared columns or theme.yaml declares what no statement uses; DatasetUnknown
 */
export async function themeRun(
  themes: ThemeShelf,
  request: RunRequested,
  manifests: ReadonlyMap<string, Manifest>,
): Promise<ThemeRun> {
  const bundle = themes.bundle(request.theme);
  if (bundle.hash !== request.themeHash) {
    throw new SluisError(
      'StaleHash',
      `Theme ${request.theme} has changed since run ${request.runId} was asked for.`,
    );
  }
  const tables = themeTables(bundle.theme, request.inputs, manifests);
  const lineage = new Map<string, StatementLineage>();
  const used = new Set<string>();
  for (const [file, sql] of Object.entries(bundle.statements)) {
    const statement = await readStatement(sql);
    lineage.set(file, traceLineage(statement, tables));
    for (const name of statement.parameters) used.add(name);
  }
  checkDeclared(
    { reads: [...lineage.values()].map(({ read }) => read), parameters: [...used] },
    { tables, parameters: bundle.theme.parameters.map(({ name }) => name) },
  );
  return { bundle, tables, lineage, parameters: parametersOf(bundle.theme, request.parameters ?? {}) };
}

/** Defaults, and what the request puts in their place. @throws SluisError UsageInvalid */
function parametersOf(theme: Theme, given: Readonly<Record<string, ParameterValue>>): ThemeRun['parameters'] {
  const unknown = Object.keys(given).filter((name) => !theme.parameters.some((one) => one.name === name));
  if (unknown.length > 0)
    throw new SluisError(
      'UsageInvalid',
      `Theme ${theme.id} has ${unknown.length} of the given parameters not.`,
    );
  return Object.fromEntries(theme.parameters.map(({ name, default: value }) => [name, given[name] ?? value]));
}
