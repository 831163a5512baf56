import { existsSync, lchownSync } from 'node:fs';
import { join } from 'node:path';
import { createKek, fileKeyCustodian } from '../privacy/file-key-custodian.js';
import type { KeyCustodian } from '../privacy/key-custodian.js';
import { type Home, privateFolder, startedAsRoot, WORKER_UIDS, workerFolder } from './home.js';

/** Wrapped keys lie with the vault; the key that wraps them stands apart, so that a copy of the one opens nothing. */
const kekFile = (home: Home) => join(home.credentials, 'vault.kek');
const keysFolder = (home: Home) => join(workerFolder(home, 'vault'), 'keys');

/** Made once by the set-up; both belong to the vault alone. Loss of the key-encryption key is loss of every key. */
export async function ensureVaultKeys(home: Home): Promise<void> {
  privateFolder(keysFolder(home), WORKER_UIDS.vault);
  if (!existsSync(kekFile(home))) await createKek(kekFile(home));
  if (startedAsRoot()) lchownSync(kekFile(home), WORKER_UIDS.vault, WORKER_UIDS.vault);
}

export function vaultKeys(home: Home): Promise<KeyCustodian> {
  return fileKeyCustodian({ folder: keysFolder(home), kekFile: kekFile(home) });
}
