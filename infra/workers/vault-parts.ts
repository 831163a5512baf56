import { makeCheckObjects } from '../../activities/check-objects.js';
import { makeAbortDelivery, removeAborted } from '../../activities/vault/abort-delivery.js';
import { makeLand, makeOpenDelivery } from '../../activities/vault/delivery.js';
import type { VaultDeps } from '../../activities/vault/deps.js';
import {
  makeDestroyDelivery,
  makeDestroyVersion,
  makeRemoveCopies,
} from '../../activities/vault/destroy-delivery.js';
import { intakeHandler } from '../../activities/vault/intake.js';
import { makeProfileDelivery } from '../../activities/vault/profile-delivery.js';
import { makePseudonymiseDelivery } from '../../activities/vault/pseudonymise-delivery.js';
import { sweepWork } from '../../activities/work-files.js';
import { s3ObjectStore } from '../../lake/s3-object-store.js';
import { codeVersion } from '../code-version.js';
import { createPool } from '../database.js';
import { homeAt, workerFolder } from '../home.js';
import { vaultKeys } from '../vault-keys.js';
import { loopbackServer } from './loopback-server.js';
import type { WorkerConfig, WorkerParts } from './run-worker.js';

/** What a test may put in the place of a port: nothing here comes from a variable or a file of the product. */
export type Adapted = (deps: VaultDeps) => VaultDeps;

/** What the vault worker can do. */
export async function vaultParts(
  config: WorkerConfig,
  adapted: Adapted = (deps) => deps,
): Promise<WorkerParts> {
  const home = homeAt();
  const workFolder = workerFolder(home, 'vault');
  const pool = createPool(config.databaseUrl);
  const { buckets, ...s3 } = config.s3;
  const deps = adapted({
    pool,
    landing: s3ObjectStore({ ...s3, bucket: buckets.landing }),
    pseudonymised: s3ObjectStore({ ...s3, bucket: buckets.pseudonymised }),
    keys: await vaultKeys(home),
    workFolder,
    intakeUrl: () => intake.url,
    codeVersion: codeVersion(),
  });
  await sweepWork(workFolder);
  // Where its ports do not answer the next start does it: no reason to take no deliveries.
  await removeAborted(deps).catch(() => undefined);
  const intake = await loopbackServer(workFolder, 'intake', () => intakeHandler(deps));
  const activities = {
    openDelivery: makeOpenDelivery(deps),
    land: makeLand(deps),
    profileDelivery: makeProfileDelivery(deps),
    pseudonymiseDelivery: makePseudonymiseDelivery(deps),
    abortDelivery: makeAbortDelivery(deps),
    removeCopies: makeRemoveCopies(deps),
    destroyVersion: makeDestroyVersion(deps),
    destroyDelivery: makeDestroyDelivery(deps),
    checkObjects: makeCheckObjects({ landing: deps.landing, pseudonymised: deps.pseudonymised }),
  };
  const close = async () => {
    await intake.close();
    await pool.end();
  };
  return { activities, facts: { intakeUrl: intake.url }, close };
}
