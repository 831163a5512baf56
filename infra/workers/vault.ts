import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { makeCheckObjects } from '../../activities/check-objects.js';
import { makeAbortDelivery, makeLand, makeOpenDelivery } from '../../activities/vault/delivery.js';
import type { VaultDeps } from '../../activities/vault/deps.js';
import { intakeHandler } from '../../activities/vault/intake.js';
import { makeProfileDelivery } from '../../activities/vault/profile-delivery.js';
import { makePseudonymiseDelivery } from '../../activities/vault/pseudonymise-delivery.js';
import { sweepWork } from '../../activities/work-files.js';
import { s3ObjectStore } from '../../lake/s3-object-store.js';
import { codeVersion } from '../code-version.js';
import { createPool } from '../database.js';
import { homeAt, workerFolder } from '../home.js';
import { rememberedPort } from '../remembered-port.js';
import { vaultKeys } from '../vault-keys.js';
import { runWorker, type WorkerConfig, type WorkerParts } from './run-worker.js';

/** Intake, landing, profile, pseudonyms: the only process that sees identified data and leases keys. */
await runWorker('vault', vaultParts);

async function vaultParts(config: WorkerConfig): Promise<WorkerParts> {
  const home = homeAt();
  const workFolder = workerFolder(home, 'vault');
  const pool = createPool(config.databaseUrl);
  const port = await rememberedPort(join(workFolder, 'intake.port'));
  const intakeUrl = `http://127.0.0.1:${port}`;
  const { buckets, ...s3 } = config.s3;
  const deps: VaultDeps = {
    pool,
    landing: s3ObjectStore({ ...s3, bucket: buckets.landing }),
    pseudonymised: s3ObjectStore({ ...s3, bucket: buckets.pseudonymised }),
    keys: await vaultKeys(home),
    workFolder,
    intakeUrl: () => intakeUrl,
    codeVersion: codeVersion(),
  };
  await sweepWork(workFolder);
  const server = await listening(deps, port);
  const activities = {
    openDelivery: makeOpenDelivery(deps),
    land: makeLand(deps),
    profileDelivery: makeProfileDelivery(deps),
    pseudonymiseDelivery: makePseudonymiseDelivery(deps),
    abortDelivery: makeAbortDelivery(deps),
    checkObjects: makeCheckObjects({ landing: deps.landing, pseudonymised: deps.pseudonymised }),
  };
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await pool.end();
  };
  return { activities, facts: { intakeUrl }, close };
}

/** Node cuts a request after five minutes unless told otherwise; a delivery may take hours. */
async function listening(deps: VaultDeps, port: number): Promise<Server> {
  const server = createServer({ requestTimeout: 0 }, intakeHandler(deps));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
