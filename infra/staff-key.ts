import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StaffKey, staffKeyFrom } from '../catalog/staff.js';
import { type Home, WORKER_UIDS, workerFolder } from './home.js';
import { writePrivateFile } from './private-file.js';

const keyFile = (home: Home) => join(workerFolder(home, 'control'), 'staff.key');

/** Made once by the set-up for control alone. Without it the names of staff in the log lead to nobody. */
export function ensureStaffKey(home: Home): void {
  if (existsSync(keyFile(home))) return;
  writePrivateFile(keyFile(home), randomBytes(32).toString('base64'), WORKER_UIDS.control);
}

export function staffKey(home: Home): StaffKey {
  return staffKeyFrom(Buffer.from(readFileSync(keyFile(home), 'utf8'), 'base64'));
}
