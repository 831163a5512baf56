import { staffKeyFrom } from '../../catalog/staff.js';
import type { PseudonymisedDataset } from '../../domain/ingest.js';
import { memoryObjectStore } from '../../lake/memory-object-store.js';
import { ORGANISATIONS } from '../../policy/organisations.js';
import { bundleTheme, type ThemeShelf } from '../../policy/schema/theme-bundle.js';
import type { MadeStep } from '../contract.js';
import type { ControlDeps } from '../control/deps.js';
import { makeRecordLanded, makeRecordMade } from '../control/making.js';
import type { DataDeps } from '../data/deps.js';
import type { VaultDeps } from '../vault/deps.js';
import { makePseudonymiseDelivery } from '../vault/pseudonymise-delivery.js';
import type { Stage } from './stage.js';
import { landed, vaultDeps } from './vault-stage.js';

const NO_THEMES: ThemeShelf = { names: () => [], bundle: () => bundleTheme(() => null) };

/** What the data worker needs, with stores in memory. */
export function dataDeps(stage: Stage, more: Partial<DataDeps> = {}): DataDeps {
  return {
    pool: stage.pool('sluis_data'),
    pseudonymised: memoryObjectStore(),
    curated: memoryObjectStore(),
    result: memoryObjectStore(),
    released: memoryObjectStore(),
    themes: NO_THEMES,
    workFolder: stage.workFolder,
    codeVersion: 'code of the test',
    ...more,
  };
}

/** What control needs, without a checkpoint to follow the tree. */
export function controlDeps(stage: Stage, more: Partial<ControlDeps> = {}): ControlDeps {
  return {
    pool: stage.pool('sluis_control'),
    mode: 'demo',
    organisations: ORGANISATIONS,
    themes: NO_THEMES,
    assignments: [],
    staffKey: staffKeyFrom(Buffer.alloc(32, 1)),
    now: () => '2026-03-01T10:00:00.000Z',
    committed: async () => {},
    ...more,
  };
}

/** Turns what a worker sealed into its event, as control does. */
export async function recordMade(stage: Stage, step: MadeStep): Promise<void> {
  await stage.run(makeRecordMade(controlDeps(stage)), step);
}

/** What control would record of a profile; no step of the data worker asks for it. */
export const PROFILED = {
  profileHash: '0'.repeat(64),
  rows: 6,
  parts: 1,
  columns: 4,
  missingColumns: 0,
  unknownColumns: 0,
  shapeFindings: 0,
  smallestClass: 1,
};

/** A delivery whose pseudonymised dataset stands in the catalog and in the store that the data worker reads. */
export async function pseudonymised(stage: Stage, deps: DataDeps, ...bodies: readonly Buffer[]) {
  return await pseudonymisedBy(stage, vaultDeps(stage, { pseudonymised: deps.pseudonymised }), ...bodies);
}

/** The same by this vault, with its keys and its code. */
export async function pseudonymisedBy(
  stage: Stage,
  vault: VaultDeps,
  ...bodies: readonly Buffer[]
): Promise<PseudonymisedDataset & { readonly deliveryId: string }> {
  const deliveryId = await landed(stage, vault, ...bodies);
  await stage.run(makeRecordLanded(controlDeps(stage)), deliveryId);
  await stage.append('deliveryProfiled', { deliveryId, ...PROFILED });
  const made = await stage.run(makePseudonymiseDelivery(vault), deliveryId);
  await recordMade(stage, {
    type: 'pseudonymised',
    version: made.version,
    id: deliveryId,
    zone: 'pseudonymised',
  });
  return { ...made, deliveryId };
}
