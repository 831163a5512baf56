import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckpointStore, checkpointGone } from '../catalog/checkpoint-keeper.js';
import { SluisError } from '../domain/errors.js';
import type { ObjectStore } from '../lake/object-store.js';
import { type Home, WORKER_UIDS, workerFolder } from './home.js';
import { writePrivateFile } from './private-file.js';

const NOTE = 'checkpoint';
/** The first note that was ever written: where it stands, a missing newest one was removed. */
const FIRST_NOTE = 'checkpoint.first';
const privateFile = (home: Home) => join(workerFolder(home, 'control'), 'checkpoint.key');
const publicFile = (home: Home) => join(home.credentials, 'checkpoint.pub');

/**
 * Made once by the set-up: the private half belongs to control alone, the public half, derived from it, to everybody.
 * @throws SluisError ChainBroken where only the public half is left: a new key would not fit what the old one signed
 */
export function ensureCheckpointKey(home: Home): void {
  if (!existsSync(privateFile(home))) {
    if (existsSync(publicFile(home)))
      throw new SluisError(
        'ChainBroken',
        'The private key of the checkpoints is gone from the folder of the control worker: put it back.',
      );
    const { privateKey } = generateKeyPairSync('ed25519');
    writePrivateFile(
      privateFile(home),
      privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      WORKER_UIDS.control,
    );
  }
  writePublicKey(home, createPublicKey(checkpointPrivateKey(home)));
}

function writePublicKey(home: Home, publicKey: KeyObject): void {
  const path = publicFile(home);
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  if (existsSync(path) && readFileSync(path, 'utf8') === pem) return;
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, pem, { mode: 0o644 });
  renameSync(temporary, path);
}

export function checkpointPrivateKey(home: Home): KeyObject {
  return createPrivateKey(readFileSync(privateFile(home), 'utf8'));
}

export function checkpointPublicKey(home: Home): KeyObject {
  return createPublicKey(readFileSync(publicFile(home), 'utf8'));
}

/** The newest note as one object of the audit zone, and the first beside it. */
export function checkpointStore(audit: ObjectStore): CheckpointStore {
  let hasFirst = false;
  return {
    read: async () => {
      const note = await textAt(audit, NOTE);
      if (note === null && (await audit.head(FIRST_NOTE)) !== null) throw checkpointGone();
      return note;
    },
    write: async (note) => {
      await audit.put(NOTE, Buffer.from(note, 'utf8'));
      if (!hasFirst && (await audit.head(FIRST_NOTE)) === null)
        await audit.put(FIRST_NOTE, Buffer.from(note, 'utf8'));
      hasFirst = true;
    },
  };
}

async function textAt(audit: ObjectStore, key: string): Promise<string | null> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await audit.get(key)) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    if (error instanceof SluisError && error.code === 'ObjectMissing') return null;
    throw error;
  }
}
