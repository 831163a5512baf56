import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { WORKER_ROLES } from '../../domain/names.js';
import {
  type Home,
  SERVER_UIDS,
  type ServerName,
  startedAsRoot,
  WORKER_UIDS,
  workerFolder,
} from '../home.js';
import { IDENTITIES } from '../secrets.js';

/** A file or folder of the state folder: whose it is, the most that its mode may be, and what to do where it is missing. */
export interface Place {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  /** Null where it need not be there. */
  readonly missing: string | null;
}

const UP = 'Run: sluis up';
const BACKUP = 'Put it back from a backup; see: docs/backup-and-restore.md';
const KEYS = 'Put it back from a backup, or follow docs/key-loss.md';

/** All of the table of places in docs/architecture.md: what `createHome`, the set-up and the servers make. */
export function layoutOf(home: Home): readonly Place[] {
  return [
    place(home.root, 0o755, 'caller', UP),
    ...[home.servers, home.run, home.logs, home.credentials, home.workers, home.binaries].map((folder) =>
      place(folder, 0o711, 'caller', UP),
    ),
    ...below(home.run, 0o600),
    ...below(home.logs, 0o600),
    ...cityPlaces(home),
    ...credentials(home),
    ...serverFolders(home),
    ...WORKER_ROLES.map((role) => place(workerFolder(home, role), 0o700, role, UP)),
    ...['checkpoint.key', 'staff.key'].map((name) =>
      place(join(workerFolder(home, 'control'), name), 0o600, 'control', BACKUP),
    ),
    ...vaultKeys(join(workerFolder(home, 'vault'), 'keys')),
  ];
}

/** What is there under another name is as secret as the rest. */
function credentials(home: Home): Place[] {
  const at = (name: string) => join(home.credentials, name);
  const known = [
    place(at('secrets.json'), 0o600, 'caller', BACKUP),
    place(at('setup.json'), 0o600, 'caller', UP),
    ...IDENTITIES.map((who) => place(at(`${who}.json`), 0o600, who === 'person' ? 'caller' : who, UP)),
    place(at('vault.kek'), 0o600, 'vault', KEYS),
    place(at('checkpoint.pub'), 0o644, 'caller', UP),
  ];
  const others = below(home.credentials, 0o600).filter(({ path }) => !known.some((one) => one.path === path));
  return [...known, ...others];
}

/** Of the servers that are ours: a server of the operator's own keeps its files elsewhere. */
function serverFolders(home: Home): Place[] {
  const folders = [
    ...(process.env.DATABASE_URL ? [] : ['postgres']),
    ...(process.env.TEMPORAL_ADDRESS ? [] : ['temporal']),
    ...(process.env.S3_ENDPOINT ? [] : ['s3', 's3/data', 's3/iam']),
  ].map((name) => place(join(home.servers, name), 0o700, name.split('/')[0] as ServerName, UP));
  if (process.env.S3_ENDPOINT) return folders;
  return [...folders, place(join(home.servers, 's3', 'iam', 'users.json'), 0o600, 's3', UP)];
}

/** Wrapped keys, in folders of their purpose. */
function vaultKeys(folder: string): Place[] {
  const inside = entries(folder).flatMap(({ name, isFolder }): Place[] => {
    const path = join(folder, name);
    return isFolder
      ? [place(path, 0o700, 'vault', null), ...below(path, 0o600, 'vault')]
      : [place(path, 0o600, 'vault', null)];
  });
  return [
    place(folder, 0o700, 'vault', KEYS),
    place(join(folder, 'kek.sha256'), 0o600, 'vault', KEYS),
    ...inside.filter(({ path }) => path !== join(folder, 'kek.sha256')),
  ];
}

/** The demo writes it, as whoever runs the demo. */
function cityPlaces(home: Home): Place[] {
  return existsSync(home.city) ? [place(home.city, 0o700, 'caller', null)] : [];
}

function below(folder: string, mode: number, owner: Owner = 'caller'): Place[] {
  return entries(folder).flatMap(({ name, isFolder }) =>
    isFolder ? [] : [place(join(folder, name), mode, owner, null)],
  );
}

type Owner = keyof typeof UIDS | 'caller';
const UIDS = { ...WORKER_UIDS, ...SERVER_UIDS };

/** Started otherwise than as root, everything belongs to the one account. */
function place(path: string, mode: number, owner: Owner, missing: string | null): Place {
  if (!startedAsRoot()) return { path, mode, uid: process.getuid?.() ?? 0, missing };
  const uid = owner === 'caller' ? 0 : UIDS[owner];
  return { path, mode, uid, missing };
}

function entries(folder: string): { name: string; isFolder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
    }));
  } catch {
    return []; // the folder itself is named as missing, or as another account's
  }
}
