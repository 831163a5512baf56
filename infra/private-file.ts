import { chownSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { startedAsRoot } from './home.js';

/** Writes a 0600 file whole or not at all; as root it then belongs to `uid`. */
export function writePrivateFile(path: string, text: string, uid = 0): void {
  const temporary = `${path}.${process.pid}`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
  if (startedAsRoot()) chownSync(temporary, uid, uid);
  renameSync(temporary, path);
}
