import { createHash } from 'node:crypto';
import { existsSync, lchownSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SluisError } from '../domain/errors.js';
import { createKek, fileKeyCustodian } from '../privacy/file-key-custodian.js';
import type { KeyCustodian } from '../privacy/key-custodian.js';
import { type Home, privateFolder, startedAsRoot, WORKER_UIDS, workerFolder } from './home.js';
import { writePrivateFile } from './private-file.js';

/** Wrapped keys lie with the vault; the key that wraps them stands apart, so that a copy of the one opens nothing. */
const kekFile = (home: Home) => join(home.credentials, 'vault.kek');
const keysFolder = (home: Home) => join(workerFolder(home, 'vault'), 'keys');
/** Beside the keys: which key-encryption key wraps them. A digest of 32 random bytes tells nothing of them. */
const markFile = (home: Home) => join(keysFolder(home), 'kek.sha256');

/**
 * Made once by the set-up; both belong to the vault alone. Where keys lie but not the key that wraps them, none is made:
 * a new one would open none of them and look as if all were well.
 */
export async function ensureVaultKeys(home: Home): Promise<void> {
  privateFolder(keysFolder(home), WORKER_UIDS.vault);
  if (!existsSync(kekFile(home))) {
    if (readdirSync(keysFolder(home)).length > 0) return;
    await createKek(kekFile(home));
  }
  if (startedAsRoot()) lchownSync(kekFile(home), WORKER_UIDS.vault, WORKER_UIDS.vault);
  if (!existsSync(markFile(home))) writePrivateFile(markFile(home), markOf(home), WORKER_UIDS.vault);
}

/**
 * The keys of the vault. Where their key-encryption key is gone or another one, every use says so and none is made;
 * what needs no key, as reading sealed bytes for an audit, goes on.
 */
export async function vaultKeys(home: Home): Promise<KeyCustodian> {
  const problem = kekProblem(home);
  if (problem === null) return fileKeyCustodian({ folder: keysFolder(home), kekFile: kekFile(home) });
  const refuse = () => Promise.reject(new SluisError('KeyUnavailable', problem));
  return { createKey: refuse, lease: refuse, rotate: refuse, destroy: refuse, attest: refuse };
}

function kekProblem(home: Home): string | null {
  const next = 'put the right one back and restart (sluis down, sluis up), or follow docs/key-loss.md';
  const { state } = keyEncryptionKey(home);
  if (state === 'gone') return `the key-encryption key of the vault is gone: ${next}`;
  if (state === 'right') return null;
  return `the key-encryption key of the vault is not the one that wraps its keys: ${next}`;
}

/** Where the key-encryption key lies, and whether it is the one that the vault's keys are wrapped with. */
export function keyEncryptionKey(home: Home): { path: string; state: 'right' | 'other' | 'gone' } {
  const path = kekFile(home);
  if (!existsSync(path)) return { path, state: 'gone' };
  const isRight = !existsSync(markFile(home)) || readFileSync(markFile(home), 'utf8') === markOf(home);
  return { path, state: isRight ? 'right' : 'other' };
}

function markOf(home: Home): string {
  return createHash('sha256')
    .update('sluis kek\n')
    .update(readFileSync(kekFile(home)))
    .digest('hex');
}
