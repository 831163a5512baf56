import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ColumnEdge, RunRequested } from '../../catalog/event-bodies.js';
import type { Json } from '../../domain/canonical-json.js';
import type { DatasetColumn, Manifest, StoredObject } from '../../domain/dataset.js';
import type { Sealed } from '../../domain/ingest.js';
import { type AnalysedColumn, analyse } from '../../lake/analyse.js';
import { engineVersion } from '../../lake/duckdb-session.js';
import type { StatementLineage } from '../../lake/sql/lineage.js';
import type { ThemeOutput } from '../../policy/schema/theme.js';
import { withClient } from '../catalog-session.js';
import { makeOnce, type Output } from '../make-once.js';
import { answerOf, type SealedDataset } from '../sealed-dataset.js';
import type { ThemeTable } from '../theme-tables.js';
import { download, upload } from '../work-files.js';
import type { DataDeps } from './deps.js';
import { knownVersion } from './manifests.js';
import { type ThemeRun, themeRun } from './theme-run.js';

/**
 * Runs all statements of a theme, each in a locked session with the granted columns of the tables that it reads, and
 * writes their unprotected results to the restricted zone. Output key = f(theme, input versions, parameters, code, engine).
 * Runs that ask the same share a result; what was removed since, because a run was stopped, is made anew.
 */
export const makeAnalyseTheme = (deps: DataDeps) =>
  async function analyseTheme(request: RunRequested): Promise<Sealed> {
    const manifests = await manifestsOf(deps, request);
    const run = await themeRun(deps.themes, request, manifests);
    return answerOf(
      await makeOnce(deps, outputOf(deps, request, run), (prefix, folder, signal) =>
        make(deps, run, manifests, prefix, folder, signal),
      ),
    );
  };

async function manifestsOf(
  { pool }: DataDeps,
  { inputs }: RunRequested,
): Promise<ReadonlyMap<string, Manifest>> {
  return await withClient(pool, async (client) => {
    const known = new Map<string, Manifest>();
    for (const { version } of inputs) known.set(version, (await knownVersion(client, version)).manifest);
    return known;
  });
}

function outputOf(
  { codeVersion, result }: DataDeps,
  request: RunRequested,
  { parameters, bundle }: ThemeRun,
): Output {
  const inputs = request.inputs.map(({ version }) => version);
  const made = { theme: bundle.hash, inputs, parameters, codeVersion, engine: engineVersion() };
  return {
    table: 'data_object',
    key: { prefix: 'result', made: made as Record<string, Json> },
    madeFor: { kind: 'run', id: request.runId },
    zone: 'result',
    store: result,
    prefixOf: (key) => `${bundle.theme.id}/${key.split(':')[1]}`,
  };
}

async function make(
  deps: DataDeps,
  run: ThemeRun,
  manifests: ReadonlyMap<string, Manifest>,
  prefix: string,
  folder: string,
  signal: AbortSignal,
): Promise<Omit<SealedDataset, 'version'>> {
  const files = await fetchInputs(deps, run, manifests, folder, signal);
  const { theme } = run.bundle;
  const objects: StoredObject[] = [];
  const columns: DatasetColumn[] = [];
  const edges: ColumnEdge[] = [];
  for (const output of theme.outputs) {
    const lineage = run.lineage.get(output.query) as StatementLineage;
    const out = join(folder, `${output.id}.parquet`);
    const inputs = run.tables
      .filter(({ name }) => name in lineage.read)
      .map(({ name, columns: granted }) => ({ table: name, files: files.get(name) ?? [], columns: granted }));
    const sql = run.bundle.statements[output.query] ?? '';
    const spillFolder = join(folder, `${output.id}-spill`);
    const result = await analyse({ inputs, sql, params: run.parameters, out, spillFolder, signal });
    objects.push(await upload(deps.result, `${prefix}/${output.id}.parquet`, out, result.rows, signal));
    columns.push(...result.columns.map((column) => resultColumn(output, column)));
    edges.push(...edgesOf(output, lineage, run.tables));
  }
  const rows = objects.reduce((sum, object) => sum + object.rows, 0);
  const rowsIn = [...manifests.values()].reduce((sum, manifest) => sum + manifest.rows, 0);
  const manifest: Manifest = {
    dataset: theme.id,
    zone: 'result',
    contractHash: run.bundle.hash,
    inputs: run.tables.map(({ version }) => version),
    objects,
    columns,
    rows,
    codeVersion: deps.codeVersion,
    engineVersion: engineVersion(),
  };
  return { manifest, edges, rowsIn, invalid: {} };
}

/** Each input once, however many statements read it. */
async function fetchInputs(
  deps: DataDeps,
  { tables }: ThemeRun,
  manifests: ReadonlyMap<string, Manifest>,
  folder: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const files = new Map<string, readonly string[]>();
  for (const { name, version } of tables) {
    await mkdir(join(folder, 'inputs', name), { recursive: true, mode: 0o700 });
    const paths: string[] = [];
    for (const [index, object] of (manifests.get(version)?.objects ?? []).entries()) {
      const path = join(folder, 'inputs', name, `${index}.parquet`);
      await download(deps.curated, object, path, signal);
      paths.push(path);
    }
    files.set(name, paths);
  }
  return files;
}

/** A result's columns bear the name of their output before their own: one run makes several tables. */
function resultColumn(output: ThemeOutput, { name, type, pseudonym }: AnalysedColumn): DatasetColumn {
  const column = { name: `${output.id}.${name}`, type };
  if (pseudonym) return { ...column, role: 'direct-id', pseudonym };
  const isFigure = ['integer', 'decimal', 'double'].includes(type) && !dimensionsOf(output).includes(name);
  return { ...column, role: isFigure ? 'measure' : 'dimension' };
}

function dimensionsOf(output: ThemeOutput): readonly string[] {
  if (output.protection !== 'disclosure-control') return [];
  return output.table.dimensions.flatMap(({ column, parents }) => [column, ...parents]);
}

/** By the resolved statement: values that enter a column, and columns that decide which rows do ("*": the rows themselves). */
function edgesOf(
  output: ThemeOutput,
  lineage: StatementLineage,
  tables: readonly ThemeTable[],
): ColumnEdge[] {
  const versionOf = (table: string) => tables.find(({ name }) => name === table)?.version ?? '';
  return lineage.outputs.flatMap(({ name, direct, indirect }) => {
    const toColumn = `${output.id}.${name}`;
    return [
      ...direct.map(
        ({ table, column }): ColumnEdge => ({
          toColumn,
          fromVersion: versionOf(table),
          fromColumn: column,
          kind: 'DIRECT',
          subtype: 'TRANSFORMATION',
          masking: 'open',
        }),
      ),
      ...indirect.map(
        ({ table, column }): ColumnEdge => ({
          toColumn,
          fromVersion: versionOf(table),
          fromColumn: column,
          kind: 'INDIRECT',
          subtype: 'FILTER',
          masking: 'open',
        }),
      ),
    ];
  });
}
