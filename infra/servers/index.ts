import { rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SluisError } from '../../domain/errors.js';
import {
  type DatabaseEndpoint,
  databaseEndpoint,
  type Endpoints,
  type S3Endpoint,
  s3Override,
  type TemporalEndpoint,
  temporalOverride,
  writeConfigs,
} from '../config.js';
import { createHome, giveFolder, type Home, isOfAnother, SERVER_UIDS } from '../home.js';
import { loadSecrets, type Secrets } from '../secrets.js';
import { withHomeLock } from './home-lock.js';
import { logFile, recorded, removeRecord, running } from './managed-process.js';
import { checkedStore, checkedTemporal } from './outside.js';
import { adminUrl, initialisePostgres, postgresServer } from './postgres.js';
import { closeOtherDatabases, DATABASE, ensureRoles } from './postgres-roles.js';
import { initialiseS3, s3Endpoint, s3Server } from './s3.js';
import { ensureZones } from './s3-zones.js';
import { ensureRunning, type Server, stopServer } from './server.js';
import { initialiseTemporal, namespaceOf, setTemporalFileAside, temporalServer } from './temporal.js';

export interface ServerStatus {
  readonly name: 'postgres' | 'temporal' | 's3';
  readonly state: 'running' | 'stopped' | 'external';
  /** Null where it does not run here. */
  readonly pid: number | null;
  readonly port: number | null;
  readonly log: string | null;
}

/**
 * Finds or starts PostgreSQL, Temporal and S3, makes roles, buckets and policies, and writes a file of credentials
 * an identity. What runs already and answers is used. ServerUnavailable says what to do.
 */
export function startServers(home: Home): Promise<Endpoints> {
  createHome(home);
  return withHomeLock(home, async () => {
    const secrets = loadSecrets(home);
    const started = await Promise.allSettled([
      startPostgres(home, secrets),
      startTemporal(home),
      startS3(home, secrets),
    ]);
    const failed = started.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    const [database, temporal, s3] = started.map(
      (result) => (result as PromiseFulfilledResult<unknown>).value,
    ) as [DatabaseEndpoint, TemporalEndpoint, S3Endpoint];
    const endpoints: Endpoints = { database, temporal, s3, payloadKey: secrets.payloadKey };
    writeConfigs(home, endpoints);
    return endpoints;
  });
}

/** Stops what was started here; `wipe` then removes the data, the credentials and the keys. */
export function stopServers(home: Home, { wipe }: { readonly wipe: boolean }): Promise<void> {
  return withHomeLock(home, async () => {
    const servers = embedded(home);
    await Promise.all(servers.map((server) => stopServer(home, server)));
    if (!wipe) return;
    for (const server of servers) removeRecord(home, server.name);
    removeState(home);
  });
}

export function serverStatus(home: Home): ServerStatus[] {
  const external = {
    postgres: process.env.DATABASE_URL,
    temporal: process.env.TEMPORAL_ADDRESS,
    s3: process.env.S3_ENDPOINT,
  };
  return (['postgres', 'temporal', 's3'] as const).map((name) => {
    if (external[name]) return { name, state: 'external', pid: null, port: null, log: null };
    const process = running(home, name);
    const port = recorded(home, name)?.port ?? null;
    return {
      name,
      state: process ? 'running' : 'stopped',
      pid: process?.pid ?? null,
      port,
      log: logFile(home, name),
    };
  });
}

async function startPostgres(home: Home, secrets: Secrets): Promise<DatabaseEndpoint> {
  const own = process.env.DATABASE_URL;
  if (own) {
    const database = new URL(own).pathname.slice(1);
    await ensureRoles(own, database, secrets);
    return databaseEndpoint(own, database, secrets);
  }
  await initialisePostgres(home, secrets);
  const { port } = await ensureRunning(home, postgresServer(home, secrets));
  const admin = adminUrl(port, secrets);
  await ensureRoles(admin, DATABASE, secrets);
  await closeOtherDatabases(admin);
  return databaseEndpoint(admin, DATABASE, secrets);
}

async function startTemporal(home: Home): Promise<TemporalEndpoint> {
  const own = temporalOverride();
  if (own) return await checkedTemporal(own);
  const server = temporalServer(home);
  await ofItsOwn(home, server);
  initialiseTemporal(home);
  const { port } = await ensureRunning(home, server).catch((error: unknown) => {
    const disposable = error instanceof SluisError && error.code === 'ServerUnavailable';
    if (!disposable || !setTemporalFileAside(home)) throw error;
    return ensureRunning(home, server);
  });
  return { address: `127.0.0.1:${port}`, namespace: namespaceOf(home) };
}

async function startS3(home: Home, secrets: Secrets): Promise<S3Endpoint> {
  const own = s3Override();
  if (own) return await checkedStore(own);
  const server = s3Server(home, secrets);
  await ofItsOwn(home, server);
  initialiseS3(home, secrets);
  const { port } = await ensureRunning(home, server);
  const endpoint = s3Endpoint(port, secrets);
  if (endpoint.root) await ensureZones(endpoint, endpoint.root);
  return endpoint;
}

/** What an older version left to the account of all servers becomes its own, once nobody writes there. */
async function ofItsOwn(home: Home, server: Server): Promise<void> {
  const folder = join(home.servers, server.name);
  const uid = SERVER_UIDS[server.name];
  if (!isOfAnother(folder, uid)) return;
  await stopServer(home, server);
  giveFolder(folder, uid);
}

function embedded(home: Home) {
  // Stopping reads no secret, and must work where the secrets are gone.
  const none = { superuserPassword: '', s3Root: '' } as Secrets;
  return [postgresServer(home, none), temporalServer(home), s3Server(home, none)];
}

/** Only the folders that we made: a state folder may have been pointed at something else. */
function removeState(home: Home): void {
  const { servers, run, logs, credentials, workers, binaries, city } = home;
  for (const folder of [servers, run, logs, credentials, workers, binaries, city]) {
    rmSync(folder, { recursive: true, force: true });
  }
  try {
    rmdirSync(home.root);
  } catch {
    // Something that is not ours stands in it: it stays.
  }
}
