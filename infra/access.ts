import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { migrate } from '../catalog/migrate.js';
import { SluisError } from '../domain/errors.js';
import { WORKER_ROLES } from '../domain/names.js';
import type { Access } from '../operations/access.js';
import { restartDestructions } from '../operations/restart-destructions.js';
import { type Restarted, restartOpenRequests } from '../operations/restart-open-requests.js';
import { sweepRetentionDaily } from '../operations/sweep-retention.js';
import { checkpointPublicKey, ensureCheckpointKey } from './checkpoint.js';
import { readConfig, readSetupConfig } from './config.js';
import { createPool } from './database.js';
import type { Home } from './home.js';
import { startWorkers, stopWorkers, workerStatus } from './processes.js';
import { releasedReader } from './released.js';
import { serverStatus, startServers, stopServers } from './servers/index.js';
import { ensureStaffKey } from './staff-key.js';
import { failed, setupLog } from './telemetry/setup-log.js';
import { dataConverter } from './temporal/data-converter.js';
import { themeShelf } from './themes.js';
import { ensureVaultKeys } from './vault-keys.js';

/** A person's way in: Temporal with encrypted payloads, and the reader's views of the catalog. */
export async function openAccess(home: Home): Promise<Access & { readonly close: () => Promise<void> }> {
  const config = readConfig(home, 'person');
  const connection = await Connection.connect({
    address: config.temporal.address,
    connectTimeout: '5 s',
  }).catch(() => {
    throw new SluisError('TemporalUnavailable', 'Temporal does not answer; start the servers: sluis up');
  });
  const catalog = createPool(config.databaseUrl);
  const client = new Client({
    connection,
    namespace: config.temporal.namespace,
    dataConverter: dataConverter(Buffer.from(config.payloadKey.base64, 'base64')),
  });
  const close = async () => {
    await Promise.all([connection.close(), catalog.end()]);
  };
  return {
    client,
    catalog,
    mode: 'demo',
    themes: themeShelf(),
    released: releasedReader(config),
    checkpointKey: () => checkpointPublicKey(home),
    close,
  };
}

/**
 * Servers, schema, workers: everything that `sluis up` starts. Again is harmless.
 * @returns the open requests that did not run, started again
 */
export async function up(home: Home): Promise<readonly Restarted[]> {
  const log = setupLog(home);
  log('starting');
  await startServers(home).catch(failed(log));
  log('servers ready');
  const owner = new pg.Client({ connectionString: readSetupConfig(home).endpoints.database.ownerUrl });
  await owner.connect();
  try {
    await migrate(owner);
  } finally {
    await owner.end();
  }
  log('schema ready');
  ensureCheckpointKey(home);
  await ensureVaultKeys(home);
  ensureStaffKey(home);
  await startWorkers(home).catch(failed(log));
  log('workers ready');
  const access = await openAccess(home);
  try {
    const restarted = await restartOpenRequests(access);
    const destroying = await restartDestructions(access);
    await sweepRetentionDaily(access);
    return [...restarted, ...destroying.map((workflowId) => ({ workflowId, outcome: 'restarted' as const }))];
  } finally {
    await access.close();
  }
}

export async function down(home: Home, options: { readonly wipe: boolean }): Promise<void> {
  const log = setupLog(home);
  log('stopping');
  await stopWorkers(home);
  await stopServers(home, options).catch(failed(log));
  if (!options.wipe) log('stopped');
}

export function status(home: Home) {
  return { servers: serverStatus(home), workers: WORKER_ROLES.map((role) => workerStatus(home, role)) };
}
