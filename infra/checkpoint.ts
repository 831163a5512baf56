import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointStore } from '../catalog/checkpoint-keeper.js';
import { SluisError } from '../domain/errors.js';
import type { ObjectStore } from '../lake/object-store.js';
import { type Home, WORKER_UIDS, workerFolder } from './home.js';
import { writePrivateFile } from './private-file.js';

const NOTE = 'checkpoint';
const privateFile = (home: Home) => join(workerFolder(home, 'control'), 'checkpoint.key');
const publicFile = (home: Home) => join(home.credentials, 'checkpoint.pub');

/** Made once by the set-up: the private half belongs to control alone, the public half to everybody. */
export function ensureCheckpointKey(home: Home): void {
  if (existsSync(privateFile(home)) && existsSync(publicFile(home))) return;
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writePrivateFile(
    privateFile(home),
    privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    WORKER_UIDS.control,
  );
  writeFileSync(publicFile(home), publicKey.export({ format: 'pem', type: 'spki' }), { mode: 0o644 });
}

export function checkpointPrivateKey(home: Home): KeyObject {
  return createPrivateKey(readFileSync(privateFile(home), 'utf8'));
}

export function checkpointPublicKey(home: Home): KeyObject {
  return createPublicKey(readFileSync(publicFile(home), 'utf8'));
}

/** The newest note as one object of the audit zone. */
export function checkpointStore(audit: ObjectStore): CheckpointStore {
  return {
    read: async () => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of await audit.get(NOTE)) chunks.push(Buffer.from(chunk));
        return Buffer.concat(chunks).toString('utf8');
      } catch (error) {
        if (error instanceof SluisError && error.code === 'ObjectMissing') return null;
        throw error;
      }
    },
    write: async (note) => {
      await audit.put(NOTE, Buffer.from(note, 'utf8'));
    },
  };
}
