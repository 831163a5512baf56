import type { ColumnEdge } from '../../catalog/event-bodies.js';
import type { PseudonymisedDataset } from '../../domain/ingest.js';
import type { PseudonymKey } from '../../domain/pseudonym-key.js';
import { edgeOf, entityTypesOf, type TreatmentPlan } from '../../domain/treatment-plan.js';
import { engineVersion, SORTING_MEMORY, withDuckDb } from '../../lake/duckdb-session.js';
import { type PseudonymisedFile, pseudonymise } from '../../lake/pseudonymise.js';
import { openLanded } from '../../lake/read-landed.js';
import { treatmentPlan } from '../../policy/treatment-plan.js';
import { forget, pseudonymKey } from '../../privacy/pseudonym.js';
import { withClient } from '../catalog-session.js';
import { contractByHash, deliveryContract } from '../contract-of.js';
import { makeOnce, type Output } from '../make-once.js';
import { answerOf, type SealedDataset } from '../sealed-dataset.js';
import { upload } from '../work-files.js';
import { type SealedLanding, sealedLanding } from './delivery.js';
import type { VaultDeps } from './deps.js';
import { withPlainParts } from './landed-files.js';
import { pseudonymDomain } from './pseudonym-domain.js';

interface Task {
  readonly sourceId: string;
  readonly landing: SealedLanding;
  readonly plan: TreatmentPlan;
}

/**
 * Makes the pseudonymised dataset of one delivery, once. Output key = f(landing, contract, keys, code, engine): a retry, or
 * another delivery, finds what is sealed or writes the same bytes to the same place. What was removed since, because a
 * delivery of the same bytes was refused, is made anew at another place.
 */
export const makePseudonymiseDelivery = (deps: VaultDeps) =>
  async function pseudonymiseDelivery(deliveryId: string): Promise<PseudonymisedDataset> {
    const task = await taskOf(deps, deliveryId);
    const { keys, keyIds } = await leaseAll(deps, task.plan);
    try {
      const output = outputOf(deps, deliveryId, task, keyIds);
      const made = await makeOnce(deps, output, async (prefix, folder, signal) => ({
        ...(await make(deps, task, keys, prefix, folder, signal)),
        keyIds,
      }));
      return { ...answerOf(made), invalid: made.invalid };
    } finally {
      keys.forEach(forget);
    }
  };

function taskOf({ pool }: VaultDeps, deliveryId: string): Promise<Task> {
  return withClient(pool, async (client) => {
    const hash = await deliveryContract(client, deliveryId);
    const contract = await contractByHash(client, hash);
    const plan = treatmentPlan(contract, hash, await pseudonymDomain(client, contract));
    return { sourceId: contract.sourceId, landing: await sealedLanding(client, deliveryId), plan };
  });
}

function outputOf(
  { codeVersion, pseudonymised }: VaultDeps,
  deliveryId: string,
  { sourceId, landing, plan }: Task,
  keyIds: readonly string[],
): Output {
  const { landingHash } = landing;
  const { contractHash, domain } = plan;
  return {
    table: 'vault_object',
    key: {
      prefix: 'pseudonymised',
      made: { landingHash, contractHash, domain, keyIds, codeVersion, engine: engineVersion() },
    },
    madeFor: { kind: 'delivery', id: deliveryId },
    zone: 'pseudonymised',
    store: pseudonymised,
    prefixOf: (key) => `${sourceId}/${key.split(':')[1]}`,
  };
}

async function leaseAll(deps: VaultDeps, plan: TreatmentPlan) {
  const keys: PseudonymKey[] = [];
  const keyIds: string[] = [];
  for (const entityType of entityTypesOf(plan)) {
    const purpose = { kind: 'pseudonym', domain: plan.domain, entityType } as const;
    await deps.keys.createKey(purpose);
    const lease = await deps.keys.lease(purpose);
    keys.push(pseudonymKey({ domain: plan.domain, entityType, epoch: lease.epoch }, lease.secret));
    keyIds.push(lease.keyId);
    lease.release();
  }
  return { keys, keyIds };
}

async function make(
  deps: VaultDeps,
  task: Task,
  keys: readonly PseudonymKey[],
  prefix: string,
  folder: string,
  signal: AbortSignal,
): Promise<Omit<SealedDataset, 'version'>> {
  const out = `${folder}/pseudonymised.parquet`;
  const file = await treat(deps, task, keys, folder, out, signal);
  const object = await upload(deps.pseudonymised, `${prefix}.parquet`, out, file.rows, signal);
  const manifest = {
    dataset: task.sourceId,
    zone: 'pseudonymised',
    contractHash: task.plan.contractHash,
    inputs: [task.landing.landingHash],
    objects: [object],
    columns: file.columns,
    rows: file.rows,
    codeVersion: deps.codeVersion,
    engineVersion: engineVersion(),
  } as const;
  return { manifest, edges: edgesOf(task, file), rowsIn: file.rows, invalid: file.invalid };
}

function treat(
  deps: VaultDeps,
  { landing, plan }: Task,
  keys: readonly PseudonymKey[],
  folder: string,
  out: string,
  signal: AbortSignal,
): Promise<PseudonymisedFile> {
  return withPlainParts(deps, landing, folder, (paths) =>
    withDuckDb({ tempFolder: `${folder}/spill`, memoryLimit: SORTING_MEMORY, signal }, async (session) => {
      const landed = await openLanded(session, paths, plan.format, folder);
      try {
        return await pseudonymise(session, landed, plan, keys, out);
      } finally {
        await landed.close();
      }
    }),
  );
}

/** By construction: each column rests on the delivered one that the contract's treatment names. */
function edgesOf({ landing, plan }: Task, { columns }: PseudonymisedFile): ColumnEdge[] {
  return plan.fields
    .filter(({ name }) => columns.some((column) => column.name === name))
    .map((field) => ({
      toColumn: field.name,
      fromVersion: landing.landingHash,
      fromColumn: field.source,
      kind: 'DIRECT',
      ...edgeOf(field),
    }));
}
