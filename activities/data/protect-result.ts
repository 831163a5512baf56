import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleaseRequested } from '../../catalog/event-bodies.js';
import { seal } from '../../catalog/seals.js';
import type { Json } from '../../domain/canonical-json.js';
import type { DatasetColumn, Manifest, StoredObject } from '../../domain/dataset.js';
import { sha256Json } from '../../domain/digest.js';
import { SluisError } from '../../domain/errors.js';
import type { Sealed } from '../../domain/ingest.js';
import { engineVersion } from '../../lake/duckdb-session.js';
import type { PublishedType } from '../../lake/publish-table.js';
import { readResult } from '../../lake/read-result.js';
import { rateName, recordsOf } from '../../policy/rate-names.js';
import type { Theme, ThemeOutput } from '../../policy/schema/theme.js';
import { linkedMargins } from '../../privacy/disclosure/linked-margins.js';
import { inSlices } from '../../privacy/disclosure/slices.js';
import { withClient } from '../catalog-session.js';
import { makeOnce, type Output } from '../make-once.js';
import { type ProtectionReport, protectionSealKey } from '../protection-seal.js';
import { answerOf, type SealedDataset } from '../sealed-dataset.js';
import { download, upload } from '../work-files.js';
import type { DataDeps } from './deps.js';
import { knownVersion } from './manifests.js';
import {
  type Counted,
  protectOutputs,
  specOf,
  systemsOf,
  type WrittenOutput,
  writeOutput,
} from './protect-output.js';
import { protectedFigures } from './protected-figures.js';
import { publishedForms } from './published-forms.js';
import { rateTable } from './rate-table.js';
import { edgesOfTables } from './table-edges.js';

/**
 * Protects all tables of one result and attacks what was written. The tables wait in the restricted zone for a second
 * person. Sealed per release: another release of the same result is another decision.
 */
export const makeProtectResult = (deps: DataDeps) =>
  async function protectResult(request: ReleaseRequested): Promise<Sealed & { readonly hidden: number }> {
    const { releaseId, theme } = request;
    const output: Output = {
      table: 'data_object',
      key: `protected:${releaseId}`,
      madeFor: { kind: 'release', id: releaseId },
      zone: 'result',
      store: deps.result,
      prefixOf: () => `${theme}/${sha256Json(releaseId).slice(0, 32)}`,
    };
    const made = await makeOnce(deps, output, (prefix, folder, signal) =>
      make(deps, request, prefix, folder, signal),
    );
    return { ...answerOf(made), hidden: made.hidden ?? 0 };
  };

async function make(
  deps: DataDeps,
  request: ReleaseRequested,
  prefix: string,
  folder: string,
  signal: AbortSignal,
): Promise<Omit<SealedDataset, 'version'>> {
  const result = await withClient(deps.pool, (client) => knownVersion(client, request.resultVersion));
  const tables = await protectAll(deps, request, result.manifest, folder, signal);
  const counted = tables.flatMap(({ protection, table }) =>
    protection ? [{ ...table, ...protection }] : [],
  );
  await inSlices(linkedMargins(counted), signal);
  const written = await addRates(deps, request, tables, folder);
  const objects: StoredObject[] = [];
  for (const { output, table, csv, parquet } of written) {
    objects.push(await upload(deps.result, `${prefix}/${output}.csv`, csv, table.rows.length, signal));
    objects.push(
      await upload(deps.result, `${prefix}/${output}.parquet`, parquet, table.rows.length, signal),
    );
  }
  const manifest = manifestOf(deps, request, result.manifest, written, objects);
  const { theme } = deps.themes.bundle(request.theme);
  const report = reportOf(request.releaseId, theme, written);
  const key = protectionSealKey(request.releaseId);
  const sealedReport = await withClient(deps.pool, (client) =>
    seal(client, 'data_protection', key, report as unknown as Json),
  );
  return {
    manifest,
    edges: edgesOfTables(theme, request.resultVersion, result.manifest, manifest),
    rowsIn: result.manifest.rows,
    invalid: {},
    ...protectedFigures(written),
    reportHash: sealedReport.sha256,
  };
}

async function protectAll(
  deps: DataDeps,
  request: ReleaseRequested,
  result: Manifest,
  folder: string,
  signal: AbortSignal,
): Promise<WrittenOutput[]> {
  const written: WrittenOutput[] = [];
  const counted: Counted[] = [];
  const { theme } = deps.themes.bundle(request.theme);
  await mkdir(join(folder, 'records'), { mode: 0o700 });
  for (const output of theme.outputs) {
    if (output.protection === 'restricted') continue;
    const object = result.objects.find(({ key }) => key.endsWith(`/${output.id}.parquet`));
    if (!object) continue;
    const path = join(folder, 'records', `${output.id}.parquet`);
    await download(deps.result, object, path, signal);
    const columns = ownColumns(result.columns, output.id);
    refuseIdentifying(output, columns);
    const table = await readResult(path, columns);
    if (output.protection === 'none') written.push(await writeOutput(output.id, table, folder));
    else counted.push({ output, spec: specOf(output), columns, table });
  }
  for (const system of systemsOf(counted)) written.push(...(await protectOutputs(system, folder, signal)));
  const order = theme.outputs.map(({ id }) => id);
  return written.sort((a, b) => order.indexOf(a.output) - order.indexOf(b.output));
}

/**
 * A pseudonym or an identifier may be the unit that is counted, never a row or a column of what is published.
 * @throws SluisError NotProtectable
 */
function refuseIdentifying(output: ThemeOutput, columns: readonly DatasetColumn[]): void {
  const shown =
    output.protection === 'disclosure-control'
      ? output.table.dimensions.flatMap(({ column, parents }) => [column, ...parents])
      : columns.map(({ name }) => name);
  const identifying = columns.filter(
    ({ name, role, pseudonym }) => shown.includes(name) && (pseudonym !== undefined || role === 'direct-id'),
  );
  if (identifying.length === 0) return;
  throw new SluisError(
    'NotProtectable',
    `Output ${output.id} would publish ${identifying.length} column(s) that identify; drop them from its table.`,
  );
}

/** Columns of one output by their own names. */
function ownColumns(columns: readonly DatasetColumn[], output: string): DatasetColumn[] {
  const prefix = `${output}.`;
  return columns.flatMap((column) =>
    column.name.startsWith(prefix) ? [{ ...column, name: column.name.slice(prefix.length) }] : [],
  );
}

/** Rates are made of the safe tables alone, so they need no data and tell nothing more. */
async function addRates(
  deps: DataDeps,
  request: ReleaseRequested,
  tables: readonly WrittenOutput[],
  folder: string,
): Promise<readonly WrittenOutput[]> {
  const { theme } = deps.themes.bundle(request.theme);
  const rates: WrittenOutput[] = [];
  for (const output of theme.outputs) {
    if (output.protection === 'restricted') continue;
    for (const { kind, denominator, per = 1 } of output.statistics) {
      const above = tables.find((one) => one.output === output.id);
      const below = tables.find((one) => one.output === denominator);
      if (above && below)
        rates.push(
          await writeOutput(
            rateName(output.id, per),
            rateTable(above.table, below.table, { kind, per }),
            folder,
          ),
        );
    }
  }
  return [...tables, ...rates];
}

function manifestOf(
  deps: DataDeps,
  { theme, resultVersion }: ReleaseRequested,
  result: Manifest,
  written: readonly WrittenOutput[],
  objects: readonly StoredObject[],
): Manifest {
  return {
    dataset: theme,
    zone: 'result',
    contractHash: result.contractHash,
    inputs: [resultVersion],
    objects,
    columns: written.flatMap(({ output, table }) =>
      table.columns.map((column) => publishedColumn(output, column, result.columns)),
    ),
    rows: written.reduce((sum, { table }) => sum + table.rows.length, 0),
    codeVersion: deps.codeVersion,
    engineVersion: engineVersion(),
  };
}

/** What it was in the records stays with a column, so that the gate sees an identifier for what it is. */
function publishedColumn(
  output: string,
  { name, type }: { readonly name: string; readonly type: PublishedType },
  records: readonly DatasetColumn[],
): DatasetColumn {
  const own = `${output}.${name}`;
  const record = records.find((column) => column.name === own);
  const isFigure = type === 'integer' || type === 'double';
  const role = record?.role ?? (isFigure ? 'measure' : 'dimension');
  return { name: own, type, role, ...(record?.pseudonym ? { pseudonym: record.pseudonym } : {}) };
}

function reportOf(releaseId: string, theme: Theme, written: readonly WrittenOutput[]): ProtectionReport {
  const reports = written.flatMap(({ output, protection }) =>
    protection ? [{ output, report: protection.report }] : [],
  );
  const fewest = reports.flatMap(({ report }) => report.fewestUnits ?? []);
  return {
    releaseId,
    fewestUnits: fewest.length === 0 ? null : Math.min(...fewest),
    forms: formsOf(theme, written),
    outputs: reports.map(({ output, report }) => ({ output, report: report as unknown as Json })),
  };
}

/** By the tables as they were written, so that the gate believes no theme about its areas. */
function formsOf({ outputs }: Theme, written: readonly WrittenOutput[]): ProtectionReport['forms'] {
  const columns = written.flatMap(({ output, table }) => {
    const made = outputs.find(({ id }) => id === recordsOf(output));
    const dimensions = made?.protection === 'disclosure-control' ? made.table.dimensions : [];
    const totals = new Map(dimensions.map(({ column, total }) => [column, total]));
    return [...publishedForms(table, totals)].map(([name, forms]) => [`${output}.${name}`, forms] as const);
  });
  return Object.fromEntries(columns);
}
