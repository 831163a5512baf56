import { chmod, link, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createKek, fileKeyCustodian } from './file-key-custodian.js';
import type { KeyPurpose } from './key-custodian.js';
import { memoryKeyCustodian } from './memory-key-custodian.js';
import { keyCustodianConformance } from './testing/key-custodian-conformance.js';

const made: string[] = [];

async function freshPlace(): Promise<{ folder: string; kekFile: string }> {
  const root = await mkdtemp(join(tmpdir(), 'sluis-keys-'));
  made.push(root);
  const place = { folder: join(root, 'keys'), kekFile: join(root, 'kek') };
  await createKek(place.kekFile);
  return place;
}

afterAll(async () => {
  for (const root of made) await rm(root, { recursive: true });
});

keyCustodianConformance('memory', async () => {
  const custodian = memoryKeyCustodian();
  return async () => custodian;
});

keyCustodianConformance('file', async () => {
  const place = await freshPlace();
  return () => fileKeyCustodian(place);
});

describe('file key custodian, what lies on disk', () => {
  const PURPOSE: KeyPurpose = { kind: 'pseudonym', domain: 'debts', entityType: 'bsn' };
  const unavailable = expect.objectContaining({ code: 'KeyUnavailable' });
  let place: { folder: string; kekFile: string };
  beforeEach(async () => {
    place = await freshPlace();
  });

  async function files(): Promise<string[]> {
    const found = await readdir(place.folder, { recursive: true, withFileTypes: true });
    return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  }
  const keyFile = (keyId: string) => join(place.folder, `${keyId}.key`);

  it('holds no plaintext key, in no file, neither as bytes nor as text', async () => {
    const custodian = await fileKeyCustodian(place);
    await custodian.createKey(PURPOSE);
    const { secret } = await custodian.lease(PURPOSE);
    const all = Buffer.concat(await Promise.all((await files()).map((file) => readFile(file))));
    expect(all.length).toBeGreaterThan(60);
    const key = Buffer.from(secret);
    for (const form of [key, key.toString('hex'), key.toString('base64'), key.toString('base64url')]) {
      expect(all.includes(form)).toBe(false);
    }
  });

  it('keeps every file, and the key-encryption key, for the one account', async () => {
    await (await fileKeyCustodian(place)).createKey(PURPOSE);
    for (const file of [place.kekFile, ...(await files())])
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(place.folder)).mode & 0o777).toBe(0o700);
  });

  it('leaves one key, one record and no draft after a race of 32 creators', async () => {
    const custodians = await Promise.all(Array.from({ length: 32 }, () => fileKeyCustodian(place)));
    const keys = await Promise.all(custodians.map((custodian) => custodian.createKey(PURPOSE)));
    const left = (await files()).map((file) => file.split('/').at(-1)).sort();
    expect(left).toEqual(['1.json', `${keys[0]?.keyId}.key`]);
  });

  it('opens nothing and rotates nothing under another key-encryption key', async () => {
    await (await fileKeyCustodian(place)).createKey(PURPOSE);
    const { kekFile } = await freshPlace();
    const other = await fileKeyCustodian({ folder: place.folder, kekFile });
    await expect(other.lease(PURPOSE)).rejects.toEqual(unavailable);
    await expect(other.rotate(PURPOSE)).rejects.toEqual(unavailable);
    expect(await other.attest(PURPOSE)).toHaveLength(1);
  });

  it('opens no key file that was put in the place of another, or was changed', async () => {
    const custodian = await fileKeyCustodian(place);
    const one = await custodian.createKey(PURPOSE);
    const two = await custodian.rotate(PURPOSE);
    await rm(keyFile(two.keyId));
    await link(keyFile(one.keyId), keyFile(two.keyId));
    await expect(custodian.lease(PURPOSE, 2)).rejects.toEqual(unavailable);
    const bytes = await readFile(keyFile(one.keyId));
    bytes[20] = (bytes[20] as number) ^ 1;
    await writeFile(keyFile(one.keyId), bytes);
    await expect(custodian.lease(PURPOSE, 1)).rejects.toEqual(unavailable);
  });

  it('removes the wrapped key at destruction, and finishes a destruction that broke off before its record', async () => {
    const custodian = await fileKeyCustodian(place);
    const { keyId } = await custodian.createKey(PURPOSE);
    await rm(keyFile(keyId));
    await expect(custodian.lease(PURPOSE)).rejects.toEqual(unavailable);
    expect(await custodian.destroy(PURPOSE, 1)).toMatchObject({ keyId, state: 'destroyed' });
    const next = await custodian.rotate(PURPOSE);
    await custodian.destroy(PURPOSE, 2);
    expect((await files()).filter((file) => file.endsWith('.key'))).toEqual([]);
    expect((await custodian.attest(PURPOSE)).map((key) => key.keyId)).toEqual([keyId, next.keyId]);
  });

  it('makes a key-encryption key once and never another in its place', async () => {
    const before = await readFile(place.kekFile);
    await Promise.all(Array.from({ length: 8 }, () => createKek(place.kekFile)));
    expect(await readFile(place.kekFile)).toEqual(before);
  });

  it('refuses a key-encryption key that is absent, short, open to others or among the keys', async () => {
    await chmod(place.kekFile, 0o640);
    await expect(fileKeyCustodian(place)).rejects.toEqual(unavailable);
    await chmod(place.kekFile, 0o600);
    await writeFile(place.kekFile, 'short');
    await expect(fileKeyCustodian(place)).rejects.toEqual(unavailable);
    await rm(place.kekFile);
    const absent = await fileKeyCustodian(place).catch((error: unknown) => error as Error);
    expect(absent).toEqual(unavailable);
    expect(String(absent)).not.toContain(place.kekFile);
    const inside = { folder: place.folder, kekFile: join(place.folder, 'kek') };
    await expect(fileKeyCustodian(inside)).rejects.toEqual(expect.objectContaining({ code: 'UsageInvalid' }));
  });
});
