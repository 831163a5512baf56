import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerRole } from '../domain/names.js';
import type { Home } from './home.js';
import { writePrivateFile } from './private-file.js';

/** Who may reach the stores: the three workers, and people (command line, analysts). */
export type Identity = WorkerRole | 'person';
export const IDENTITIES = ['control', 'vault', 'data', 'person'] as const satisfies readonly Identity[];

/** AES-256 key of the payload codec; its id stands in the metadata of every payload. */
export interface PayloadKey {
  readonly id: string;
  readonly base64: string;
}

/** Everything random, made once. Only the set-up reads it: each identity gets a file with its own share. */
export interface Secrets {
  readonly superuserPassword: string;
  readonly ownerPassword: string;
  readonly s3Root: string;
  readonly passwords: Readonly<Record<Identity, string>>;
  readonly s3: Readonly<Record<Identity, string>>;
  readonly payloadKey: PayloadKey;
}

/** Reads the secrets, or makes them at the first start. Must run under the lock of the state folder. */
export function loadSecrets(home: Home): Secrets {
  const path = join(home.credentials, 'secrets.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Secrets;
  const secrets = makeSecrets();
  writePrivateFile(path, JSON.stringify(secrets, null, 2));
  return secrets;
}

function makeSecrets(): Secrets {
  const word = () => randomBytes(24).toString('hex');
  const each = () => Object.fromEntries(IDENTITIES.map((who) => [who, word()])) as Record<Identity, string>;
  return {
    superuserPassword: word(),
    ownerPassword: word(),
    s3Root: word(),
    passwords: each(),
    s3: each(),
    payloadKey: { id: randomBytes(4).toString('hex'), base64: randomBytes(32).toString('base64') },
  };
}
