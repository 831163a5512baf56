import type { ClientBase } from 'pg';
import { appendEvent } from '../../catalog/append.js';
import type {
  Analysed,
  Curated,
  Made,
  Protected,
  Pseudonymised,
  Released,
} from '../../catalog/event-bodies.js';
import type { NewEvent } from '../../catalog/event-types.js';
import { sealed } from '../../catalog/seals.js';
import { SluisError } from '../../domain/errors.js';
import type { Profile } from '../../domain/profile.js';
import { type Access, accessOf } from '../../policy/access.js';
import type { Contract } from '../../policy/contract.js';
import type { MadeStep } from '../contract.js';
import { type SealedDataset, sealedVersion } from '../sealed-dataset.js';
import type { SealedLanding } from '../vault/delivery.js';
import { landingSealKey, profileSealKey } from '../vault/seal-keys.js';
import { type ControlDeps, stepOf, transact } from './deps.js';

/** Turns the vault's seal of a landing into an event. */
export const makeRecordLanded = (deps: ControlDeps) =>
  async function recordLanded(deliveryId: string): Promise<void> {
    await transact(deps, async (client) => {
      const seal = await sealed(client, 'vault_object', landingSealKey(deliveryId));
      if (!seal)
        throw new SluisError('DeliveryUnknown', `Nothing of delivery ${deliveryId} has been sealed.`);
      const body = seal.body as unknown as SealedLanding;
      await append(client, deps, { type: 'deliveryLanded', step: 'land', body });
    });
  };

/** Turns the vault's profile into an event: its digest and its counts. */
export const makeRecordProfiled = (deps: ControlDeps) =>
  async function recordProfiled(deliveryId: string): Promise<void> {
    await transact(deps, async (client) => {
      const seal = await sealed(client, 'vault_profile', profileSealKey(deliveryId));
      if (!seal) throw new SluisError('DeliveryUnknown', `Delivery ${deliveryId} has no profile.`);
      const { rows, parts, columns, missingColumns, unknownColumns, shape, smallestClass } =
        seal.body as unknown as Profile;
      const body = {
        deliveryId,
        profileHash: seal.sha256,
        rows,
        parts,
        columns: columns.length,
        missingColumns: missingColumns.length,
        unknownColumns: unknownColumns.length,
        shapeFindings: shape.length,
        smallestClass,
      };
      await append(client, deps, { type: 'deliveryProfiled', step: 'profile', body });
    });
  };

/** Turns a worker's seal of a dataset version into the event of the step that made it. */
export const makeRecordMade = (deps: ControlDeps) =>
  async function recordMade(step: MadeStep): Promise<void> {
    await transact(deps, async (client) => {
      const table = step.type === 'pseudonymised' ? 'vault_object' : 'data_object';
      const dataset = await sealedVersion(client, table, step.version);
      await append(client, deps, {
        type: step.type,
        step: step.type,
        body: await bodyOf(client, step, dataset),
      });
    });
  };

interface Recording {
  readonly type: NewEvent['type'];
  readonly step: string;
  readonly body: object;
}

async function append(client: ClientBase, deps: ControlDeps, { type, step, body }: Recording): Promise<void> {
  const event = { type, identity: stepOf(step, 0), occurredAt: deps.now(), actor: 'worker:control', body };
  await appendEvent(client, event as NewEvent);
}

async function bodyOf(
  client: ClientBase,
  step: MadeStep,
  dataset: SealedDataset,
): Promise<Pseudonymised | Curated | Analysed | Protected | Released> {
  const { version, manifest, edges, rowsIn } = dataset;
  const made = { version, manifest, edges };
  if (step.type === 'pseudonymised') {
    const invalidIds = Object.entries(dataset.invalid).map(([column, count]) => ({ column, count }));
    return {
      ...made,
      deliveryId: step.id,
      rowsIn,
      invalidIds,
      keyIds: dataset.keyIds ?? [],
    } satisfies Pseudonymised;
  }
  if (step.type === 'curated') {
    const access = await accessTo(client, step.id, dataset);
    const risk = dataset.risk ? { risk: dataset.risk } : {};
    return { ...made, deliveryId: step.id, rowsIn, access, ...risk } satisfies Curated;
  }
  if (step.type === 'analysed') return { ...made, runId: step.id };
  const { cells = 0, hidden = 0, reportHash = '' } = dataset;
  if (step.type === 'protected') {
    const asked = { releaseId: step.id, requestId: await requestOf(client, step.id) };
    return { ...made, ...asked, cells, hidden, reportHash, attack: 'failed' } satisfies Protected;
  }
  return { ...made, ...(await releasedParts(client, step.id, dataset)) };
}

/** How what became of a delivery may be read. */
async function accessTo(
  client: ClientBase,
  deliveryId: string,
  { risk }: Pick<SealedDataset, 'risk'>,
): Promise<Access> {
  const { rows } = await client.query<{ contract: Contract }>(
    `SELECT c.body AS contract FROM catalog.delivery d JOIN catalog.contract c ON c.contract_hash = d.contract_hash
     WHERE d.delivery_id = $1`,
    [deliveryId],
  );
  const profile = await sealed(client, 'vault_profile', profileSealKey(deliveryId));
  return accessOf(rows[0]?.contract, profile?.body as unknown as Profile | undefined, risk);
}

async function releasedParts(
  client: ClientBase,
  releaseId: string,
  { manifest, hidden = 0 }: SealedDataset,
): Promise<Omit<Released, keyof Made>> {
  const files = manifest.objects.map((object) => ({
    ...object,
    format: object.key.endsWith('.csv') ? ('csv' as const) : ('parquet' as const),
  }));
  const { columns } = manifest;
  return {
    releaseId,
    requestId: await requestOf(client, releaseId),
    rows: manifest.rows,
    hidden,
    files,
    columns,
  };
}

/** The request that people decide a release by. @throws SluisError ReleaseUnknown */
async function requestOf(client: ClientBase, releaseId: string): Promise<string> {
  const { rows } = await client.query<{ requestId: string }>(
    'SELECT request_id AS "requestId" FROM catalog.release WHERE release_id = $1',
    [releaseId],
  );
  if (rows[0]) return rows[0].requestId;
  throw new SluisError('ReleaseUnknown', `The catalog has no release ${releaseId}.`);
}
