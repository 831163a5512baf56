import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { WORKER_ROLES } from '../../domain/names.js';
import { type Home, startedAsRoot, WORKER_UIDS, workerFolder } from '../home.js';
import { broken, type Finding, ok } from './finding.js';

/** Who may read what is secret: every credential and key is 0600 and, as root, its worker's alone. */
export function fileFindings(home: Home): readonly Finding[] {
  const credentials = list(home.credentials).filter((name) => name !== 'checkpoint.pub');
  const files = credentials.map((name) => ({
    path: join(home.credentials, name),
    mode: 0o600,
    uid: uidOf(name.replace(/\..*$/, '')),
  }));
  const folders = WORKER_ROLES.map((role) => ({
    path: workerFolder(home, role),
    mode: 0o700,
    uid: uidOf(role),
  }));
  const keys = ['checkpoint.key', 'staff.key'].map((name) => ({
    path: join(workerFolder(home, 'control'), name),
    mode: 0o600,
    uid: uidOf('control'),
  }));
  const logs = list(home.logs).map((name) => ({ path: join(home.logs, name), mode: 0o600, uid: uidOf('') }));
  const all = [...files, ...folders, ...keys, ...logs];
  const wrong = all.flatMap((one) => found(one) ?? []);
  if (wrong.length > 0) return wrong;
  return [ok('files', 'permissions', `${all.length} private files and folders are their owner's alone`)];
}

interface Expected {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
}

function found({ path, mode, uid }: Expected): Finding | null {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) return broken('files', path, 'missing', 'Put it back from a backup; see: sluis up');
  const octal = (bits: number) => bits.toString(8);
  if ((status.mode & 0o777 & ~mode) !== 0)
    return broken('files', path, `mode ${octal(status.mode & 0o777)}`, `chmod ${octal(mode)} ${path}`);
  if (status.uid !== uid) return broken('files', path, `owned by uid ${status.uid}`, `chown ${uid} ${path}`);
  return null;
}

function uidOf(name: string): number {
  if (!startedAsRoot()) return process.getuid?.() ?? 0;
  return WORKER_UIDS[name as keyof typeof WORKER_UIDS] ?? 0;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
