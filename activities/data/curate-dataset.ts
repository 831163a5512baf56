import { join } from 'node:path';
import type { ColumnEdge } from '../../catalog/event-bodies.js';
import type { Manifest } from '../../domain/dataset.js';
import type { Sealed } from '../../domain/ingest.js';
import type { TreatmentPlan } from '../../domain/treatment-plan.js';
import { curate } from '../../lake/curate.js';
import { engineVersion, SORTING_MEMORY, withDuckDb } from '../../lake/duckdb-session.js';
import { riskReport } from '../../lake/risk.js';
import { treatmentPlan } from '../../policy/treatment-plan.js';
import { withClient } from '../catalog-session.js';
import { contractByHash } from '../contract-of.js';
import { makeOnce, type Output } from '../make-once.js';
import { answerOf, type SealedDataset } from '../sealed-dataset.js';
import { download, upload } from '../work-files.js';
import type { DataDeps } from './deps.js';
import { knownVersion } from './manifests.js';

interface Task {
  readonly version: string;
  readonly manifest: Manifest;
  readonly plan: TreatmentPlan;
}

/** Types, codes, areas and class sizes of one pseudonymised dataset. Output key = f(input version, code, engine). */
export const makeCurateDataset = (deps: DataDeps) =>
  async function curateDataset(pseudonymisedVersion: string): Promise<Sealed> {
    const made = { pseudonymisedVersion, codeVersion: deps.codeVersion, engine: engineVersion() };
    const task = await taskOf(deps, pseudonymisedVersion);
    const output: Output = {
      table: 'data_object',
      key: { prefix: 'curated', made },
      madeFor: { kind: 'dataset-version', id: pseudonymisedVersion },
      zone: 'curated',
      store: deps.curated,
      prefixOf: (key) => `${task.manifest.dataset}/${key.split(':')[1]}`,
    };
    return answerOf(
      await makeOnce(deps, output, (prefix, folder, signal) => make(deps, task, prefix, folder, signal)),
    );
  };

function taskOf({ pool }: DataDeps, pseudonymised: string): Promise<Task> {
  return withClient(pool, async (client) => {
    const { version, manifest } = await knownVersion(client, pseudonymised);
    const contract = await contractByHash(client, manifest.contractHash);
    return { version, manifest, plan: treatmentPlan(contract, manifest.contractHash, contract.sourceId) };
  });
}

async function make(
  deps: DataDeps,
  { version, manifest, plan }: Task,
  prefix: string,
  folder: string,
  signal: AbortSignal,
): Promise<Omit<SealedDataset, 'version'>> {
  const input = join(folder, 'pseudonymised.parquet');
  const out = join(folder, 'curated.parquet');
  for (const object of manifest.objects) await download(deps.pseudonymised, object, input, signal);
  const { curated, risk } = await withDuckDb(
    { tempFolder: join(folder, 'spill'), memoryLimit: SORTING_MEMORY, signal },
    async (session) => {
      const curated = await curate(session, { path: input }, plan, { path: out });
      return { curated, risk: await riskReport(session, out, curated.columns, plan) };
    },
  );
  const object = await upload(deps.curated, `${prefix}.parquet`, out, curated.rows, signal);
  const next: Manifest = {
    dataset: manifest.dataset,
    zone: 'curated',
    contractHash: manifest.contractHash,
    inputs: [version],
    objects: [object],
    columns: curated.columns,
    rows: curated.rows,
    codeVersion: deps.codeVersion,
    engineVersion: engineVersion(),
  };
  const edges = edgesOf(version, manifest, next);
  return { manifest: next, edges, rowsIn: manifest.rows, invalid: curated.invalid, risk };
}

/**
 * Each curated column rests on the pseudonymised one of its name; a type or a prefix is a transformation. What another
 * column empties rests on that one too.
 */
function edgesOf(version: string, from: Manifest, to: Manifest): ColumnEdge[] {
  return to.columns.flatMap(({ name, type, gaps = [] }): ColumnEdge[] => {
    const source = from.columns.find((column) => column.name === name);
    if (!source) return [];
    const subtype = source.type === type ? 'IDENTITY' : 'TRANSFORMATION';
    const common = { toColumn: name, fromVersion: version, masking: 'open' } as const;
    const emptiedBy = [...new Set(gaps.map(({ where }) => where))];
    return [
      { ...common, fromColumn: name, kind: 'DIRECT', subtype },
      ...emptiedBy.map(
        (where): ColumnEdge => ({ ...common, fromColumn: where, kind: 'INDIRECT', subtype: 'CONDITIONAL' }),
      ),
    ];
  });
}
