import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lchownSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkerRole } from '../domain/names.js';

export const SERVER_NAMES = ['postgres', 'temporal', 's3'] as const;
export type ServerName = (typeof SERVER_NAMES)[number];
/**
 * Started as root, each server has a uid of its own, so that the superuser of the database, who may start programs, reads
 * neither objects nor histories. PostgreSQL's is the account `nobody`: initdb refuses a uid without an entry in the password file.
 */
export const SERVER_UIDS: Readonly<Record<ServerName, number>> = {
  postgres: 65534,
  temporal: 61011,
  s3: 61012,
};
/** Started as root, each worker has a uid of its own, so that it cannot read what belongs to the others. */
export const WORKER_UIDS: Readonly<Record<WorkerRole, number>> = {
  control: 61001,
  vault: 61002,
  data: 61003,
};

/** Where everything that runs keeps its state. One folder, so that removing it removes all. */
export interface Home {
  readonly root: string;
  readonly servers: string;
  readonly run: string;
  readonly logs: string;
  readonly credentials: string;
  readonly workers: string;
  readonly binaries: string;
  /** The synthetic city of the demo: it holds citizen service numbers, so it is its owner's alone. */
  readonly city: string;
}

export function startedAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The folder of package.json: the same from the sources and from `dist`. */
export function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** May any account pass through this folder and all above it? A folder that is not there yet does not count. */
export function worldSearchable(folder: string): boolean {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** Binaries built once for all copies of the repository (the same rule as infra/bootstrap/paths.mjs). */
export function cacheFolder(): string {
  return (
    process.env.SLUIS_CACHE ?? (startedAsRoot() ? '/var/cache/sluis' : join(homedir(), '.cache', 'sluis'))
  );
}

/** `SLUIS_HOME`; else `.sluis` beside package.json; else, as root below a closed folder, one under /var/lib. */
export function stateFolder(): string {
  const repository = repositoryRoot();
  if (process.env.SLUIS_HOME) return resolve(process.env.SLUIS_HOME);
  if (!startedAsRoot() || worldSearchable(repository)) return join(repository, '.sluis');
  return join('/var/lib/sluis', createHash('sha256').update(repository).digest('hex').slice(0, 12));
}

export function homeAt(root: string = stateFolder()): Home {
  const folder = (name: string) => join(root, name);
  return {
    root,
    servers: folder('servers'),
    run: folder('run'),
    logs: folder('logs'),
    credentials: folder('credentials'),
    workers: folder('workers'),
    binaries: folder('binaries'),
    city: folder('city'),
  };
}

/** The folder of one worker alone: work files, spill, keys. It is also that worker's `HOME`. */
export function workerFolder(home: Home, role: WorkerRole): string {
  return join(home.workers, role);
}

/** Makes the folders; again is harmless. Others may pass through but list nothing; what is secret is 0600 or 0700. */
export function createHome(home: Home): void {
  mkdirSync(home.root, { recursive: true });
  chmodSync(home.root, 0o755);
  for (const folder of [home.servers, home.run, home.logs, home.credentials, home.workers, home.binaries]) {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
  }
  for (const role of Object.keys(WORKER_UIDS) as WorkerRole[]) {
    privateFolder(workerFolder(home, role), WORKER_UIDS[role]);
  }
}

/** A 0700 folder, as root owned by `uid`. */
export function privateFolder(folder: string, uid: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (startedAsRoot()) chownSync(folder, uid, uid);
}

/** Does it belong to another account than it should, because an older version made it? */
export function isOfAnother(folder: string, uid: number): boolean {
  return startedAsRoot() && existsSync(folder) && statSync(folder).uid !== uid;
}

/** Gives a folder with all that is in it; itself last, so that what was broken off is done again. */
export function giveFolder(folder: string, uid: number): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    lchownSync(join(entry.parentPath, entry.name), uid, uid);
  chownSync(folder, uid, uid);
}
