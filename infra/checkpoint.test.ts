import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint, signCheckpoint } from '../catalog/checkpoint.js';
import { memoryObjectStore } from '../lake/memory-object-store.js';
import {
  checkpointPrivateKey,
  checkpointPublicKey,
  checkpointStore,
  ensureCheckpointKey,
} from './checkpoint.js';
import { createHome, type Home, homeAt, workerFolder } from './home.js';

let home: Home;
beforeEach(() => {
  home = homeAt(mkdtempSync(join(tmpdir(), 'sluis-checkpoint-')));
  createHome(home);
});
afterEach(() => rmSync(home.root, { recursive: true, force: true }));

describe('the key of the checkpoints', () => {
  const checkpoint = { size: 1, root: 'ab'.repeat(32) };
  const publicFile = () => join(home.credentials, 'checkpoint.pub');

  it('is made once, and its public half is derived again where it is missing or of another key', () => {
    ensureCheckpointKey(home);
    const note = signCheckpoint(checkpoint, checkpointPrivateKey(home));
    const first = readFileSync(publicFile(), 'utf8');
    rmSync(publicFile());
    ensureCheckpointKey(home);
    expect(readFileSync(publicFile(), 'utf8')).toBe(first);
    expect(openCheckpoint(note, checkpointPublicKey(home))).toEqual(checkpoint);
  });

  it('is not made anew where its private half was lost', () => {
    ensureCheckpointKey(home);
    rmSync(join(workerFolder(home, 'control'), 'checkpoint.key'));
    expect(() => ensureCheckpointKey(home)).toThrow('put it back');
  });
});

describe('the store of checkpoints', () => {
  it('keeps the newest note, and knows that it had one after that was deleted', async () => {
    const audit = memoryObjectStore();
    const store = checkpointStore(audit);
    expect(await store.read()).toBeNull();
    await store.write('first');
    await store.write('second');
    expect(await store.read()).toBe('second');
    await audit.delete('checkpoint');
    await expect(checkpointStore(audit).read()).rejects.toMatchObject({ code: 'ChainBroken' });
    await store.write('third');
    expect(await checkpointStore(audit).read()).toBe('third');
  });
});
