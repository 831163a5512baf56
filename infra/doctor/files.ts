import { statSync } from 'node:fs';
import type { Home } from '../home.js';
import { keyEncryptionKey } from '../vault-keys.js';
import { broken, type Finding, ok } from './finding.js';
import { layoutOf, type Place } from './layout.js';

/** Who may read and change what is kept: every place of the layout is there, its owner's, and open to nobody else. */
export function fileFindings(home: Home): readonly Finding[] {
  const places = layoutOf(home);
  const wrong = [...places.flatMap((one) => found(one) ?? []), ...otherKey(home)];
  if (wrong.length > 0) return wrong;
  return [ok('files', 'permissions', `${places.length} files and folders are there, each its owner's alone`)];
}

function found({ path, mode, uid, missing }: Place): Finding | null {
  const status = statSync(path, { throwIfNoEntry: false });
  // What need not be there may also have gone while we looked.
  if (!status) return missing === null ? null : broken('files', path, 'missing', missing);
  const octal = (bits: number) => bits.toString(8);
  if ((status.mode & 0o777 & ~mode) !== 0)
    return broken('files', path, `mode ${octal(status.mode & 0o777)}`, `chmod ${octal(mode)} ${path}`);
  if (status.uid !== uid) return broken('files', path, `owned by uid ${status.uid}`, `chown ${uid} ${path}`);
  return null;
}

function otherKey(home: Home): Finding[] {
  const { path, state } = keyEncryptionKey(home);
  if (state !== 'other') return [];
  const next = 'Put it back from a backup, or follow docs/key-loss.md';
  return [broken('files', path, 'is not the key that wraps the keys of the vault', next)];
}
