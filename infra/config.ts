import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SluisError } from '../domain/errors.js';
import { ZONES, type Zone } from '../domain/names.js';
import { type Home, WORKER_UIDS } from './home.js';
import { writePrivateFile } from './private-file.js';
import { IDENTITIES, type Identity, type PayloadKey, type Secrets } from './secrets.js';

export interface TemporalEndpoint {
  /** `host:port` of the front end. */
  readonly address: string;
  readonly namespace: string;
}

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface S3Endpoint {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Readonly<Record<Identity, S3Credentials>>;
  /** Of the embedded store only: set-up and tests. */
  readonly root?: S3Credentials;
}

export interface DatabaseEndpoint {
  /** Whoever makes roles and databases: set-up and tamper tests. */
  readonly adminUrl: string;
  /** Owns the schema and runs the migrations. */
  readonly ownerUrl: string;
  readonly urls: Readonly<Record<Identity, string>>;
}

/** What `startServers` found or started. It holds every secret: keep it in the set-up. */
export interface Endpoints {
  readonly temporal: TemporalEndpoint;
  readonly s3: S3Endpoint;
  readonly database: DatabaseEndpoint;
  readonly payloadKey: PayloadKey;
}

/** What one process may know: its own credentials and nobody else's. */
export interface IdentityConfig {
  readonly identity: Identity;
  readonly temporal: TemporalEndpoint;
  readonly s3: S3Credentials & {
    readonly endpoint: string;
    readonly region: string;
    readonly buckets: Readonly<Record<Zone, string>>;
  };
  readonly databaseUrl: string;
  readonly payloadKey: PayloadKey;
}

/** What the set-up keeps: never given to a worker or to the command line of a person. */
export interface SetupConfig {
  readonly identity: 'setup';
  readonly endpoints: Endpoints;
}

/** Bucket of a zone; `S3_BUCKET_PREFIX` replaces `sluis-` where a store is shared. */
export function bucketOf(zone: Zone): string {
  return `${process.env.S3_BUCKET_PREFIX ?? 'sluis-'}${zone}`;
}

/** Writes one 0600 file an identity, as root owned by that worker's uid. */
export function writeConfigs(home: Home, endpoints: Endpoints): void {
  const setup: SetupConfig = { identity: 'setup', endpoints };
  writePrivateFile(configFile(home, 'setup'), JSON.stringify(setup, null, 2));
  for (const identity of IDENTITIES) {
    const uid = identity === 'person' ? 0 : WORKER_UIDS[identity];
    writePrivateFile(configFile(home, identity), JSON.stringify(shareOf(endpoints, identity), null, 2), uid);
  }
}

/** The file of one identity. ServerUnavailable where nothing has been started yet. */
export function readConfig(home: Home, identity: Identity): IdentityConfig {
  return read(home, identity) as IdentityConfig;
}

export function readSetupConfig(home: Home): SetupConfig {
  return read(home, 'setup') as SetupConfig;
}

function shareOf(endpoints: Endpoints, identity: Identity): IdentityConfig {
  const { endpoint, region, credentials } = endpoints.s3;
  const buckets = Object.fromEntries(ZONES.map((zone) => [zone, bucketOf(zone)])) as Record<Zone, string>;
  return {
    identity,
    temporal: endpoints.temporal,
    s3: { endpoint, region, buckets, ...credentials[identity] },
    databaseUrl: endpoints.database.urls[identity],
    payloadKey: endpoints.payloadKey,
  };
}

function configFile(home: Home, identity: Identity | 'setup'): string {
  return join(home.credentials, `${identity}.json`);
}

function read(home: Home, identity: Identity | 'setup'): unknown {
  try {
    return JSON.parse(readFileSync(configFile(home, identity), 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EACCES')
      throw new SluisError('RoleMissing', `The configuration of ${identity} belongs to another account.`);
    throw new SluisError('ServerUnavailable', `No configuration of ${identity}: start with "sluis up".`);
  }
}

/** Temporal of your own: `TEMPORAL_ADDRESS` (and `TEMPORAL_NAMESPACE`), with the two search attributes made. */
export function temporalOverride(): TemporalEndpoint | null {
  const address = process.env.TEMPORAL_ADDRESS;
  return address ? { address, namespace: process.env.TEMPORAL_NAMESPACE ?? 'default' } : null;
}

/**
 * S3 of your own: `S3_ENDPOINT`, and `S3_CONTROL_ACCESS_KEY_ID`, `S3_CONTROL_SECRET_ACCESS_KEY` and so on for
 * VAULT, DATA and PERSON. Buckets and policies are then yours. UsageInvalid names the variables that are missing.
 */
export function s3Override(): S3Endpoint | null {
  const endpoint = process.env.S3_ENDPOINT;
  if (!endpoint) return null;
  const missing: string[] = [];
  const variable = (name: string) => {
    const value = process.env[name];
    if (!value) missing.push(name);
    return value ?? '';
  };
  const entries = IDENTITIES.map((who) => {
    const name = `S3_${who.toUpperCase()}`;
    const credentials = {
      accessKeyId: variable(`${name}_ACCESS_KEY_ID`),
      secretAccessKey: variable(`${name}_SECRET_ACCESS_KEY`),
    };
    return [who, credentials] as const;
  });
  if (missing.length > 0)
    throw new SluisError('UsageInvalid', `S3_ENDPOINT is set, but not ${missing.join(', ')}.`, { missing });
  const credentials = Object.fromEntries(entries) as Record<Identity, S3Credentials>;
  return { endpoint, region: process.env.S3_REGION ?? 'us-east-1', credentials };
}

/** The URLs of all roles on one server. */
export function databaseEndpoint(adminUrl: string, database: string, secrets: Secrets): DatabaseEndpoint {
  const url = (user: string, password: string) => {
    const at = new URL(adminUrl);
    at.username = user;
    at.password = password;
    at.pathname = `/${database}`;
    return at.toString();
  };
  const urls = IDENTITIES.map((who) => [who, url(databaseRole(who), secrets.passwords[who])] as const);
  return {
    adminUrl,
    ownerUrl: url('sluis_owner', secrets.ownerPassword),
    urls: Object.fromEntries(urls) as Record<Identity, string>,
  };
}

export function databaseRole(identity: Identity): string {
  return identity === 'person' ? 'sluis_reader' : `sluis_${identity}`;
}
