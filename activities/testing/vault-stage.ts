import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { asking, staff } from '../../catalog/testing/life-parts.js';
import { SluisError } from '../../domain/errors.js';
import type { PartDigest } from '../../domain/ingest.js';
import { memoryObjectStore } from '../../lake/memory-object-store.js';
import type { ObjectStore } from '../../lake/object-store.js';
import { parseContract } from '../../policy/schema/parse-contract.js';
import { memoryKeyCustodian } from '../../privacy/memory-key-custodian.js';
import { withClient } from '../catalog-session.js';
import type { OpenedDelivery } from '../contract.js';
import { addPart } from '../vault/attempts.js';
import { makeLand, makeOpenDelivery } from '../vault/delivery.js';
import type { VaultDeps } from '../vault/deps.js';
import { storePart } from '../vault/landing-part.js';
import { type Stage, sha256 } from './stage.js';

const CONTRACT_FILE = new URL('../../demo/contracts/politie-verdachte.yaml', import.meta.url);
const { contract, hash } = parseContract(readFileSync(CONTRACT_FILE, 'utf8'));
export const SOURCE = { id: contract.sourceId, hash, contract };
export const TOKEN = 'a-token-of-the-test-0123456789';

/** Numbers that pass the 11-proof and that nobody has: they begin with 9999. */
export const PERSONS = ['999900006', '999900018', '999900031', '999900043', '999900055'] as const;
/** Two registrations of the first person, one of each other; in no order. */
export const ROWS = [
  `${PERSONS[4]},2023-02-11,vermogen,GM0518`,
  `${PERSONS[0]},2023-05-01,drugs,GM0518`,
  `${PERSONS[1]},2022-01-31,geweld,GM0599`,
  `${PERSONS[0]},2024-12-31,drugs,GM0518`,
  `${PERSONS[2]},2023-07-07,drugs,GM0518`,
  `${PERSONS[3]},2024-03-03,vernieling,GM0344`,
];
export const CSV = csvOf(ROWS);

export function csvOf(rows: readonly string[]): Buffer {
  return Buffer.from(`${['bsn,datum,delictgroep,gemeente', ...rows].join('\n')}\n`);
}

/** What the vault needs, with stores and keys in memory. */
export function vaultDeps(stage: Stage, more: Partial<VaultDeps> = {}): VaultDeps {
  return {
    pool: stage.pool('sluis_vault'),
    landing: memoryObjectStore(),
    pseudonymised: memoryObjectStore(),
    keys: memoryKeyCustodian(),
    workFolder: stage.workFolder,
    intakeUrl: () => 'http://127.0.0.1:1',
    codeVersion: 'code of the test',
    ...more,
  };
}

/** Makes the source known, as its submission does. */
export async function submitSource(stage: Stage): Promise<void> {
  await stage.append('contractSubmitted', {
    ...asking('onboard:1', SOURCE.hash, ['steward']),
    sourceId: SOURCE.id,
    contractHash: SOURCE.hash,
    contract: SOURCE.contract,
    submitter: staff('a', 'steward'),
  });
}

export async function openDelivery(stage: Stage, deps: VaultDeps): Promise<OpenedDelivery> {
  const order = {
    sourceId: SOURCE.id,
    contractHash: SOURCE.hash,
    tokenHash: sha256(TOKEN),
    parts: 1,
    deliveredBy: { account: 'd', person: 'd', roles: ['provider'], organisation: '00000001816076790000' },
  } as const;
  const opened = await stage.run(makeOpenDelivery(deps), order);
  await stage.append('deliveryOpened', {
    deliveryId: opened.deliveryId,
    sourceId: SOURCE.id,
    contractHash: SOURCE.hash,
    deliveredBy: staff('d', 'provider'),
  });
  return opened;
}

/** Stores parts as the intake does, and says what the sender read. */
export async function send(
  deps: VaultDeps,
  { deliveryId, attempt }: Pick<OpenedDelivery, 'deliveryId' | 'attempt'>,
  ...bodies: readonly Buffer[]
): Promise<readonly PartDigest[]> {
  const sent: PartDigest[] = [];
  for (const [index, body] of bodies.entries()) {
    const address = { deliveryId, attempt, part: index + 1 };
    const landed = await storePart(
      { objects: deps.landing, keys: deps.keys },
      address,
      Readable.from([body]),
    );
    await withClient(deps.pool, (client) => addPart(client, attempt, landed));
    sent.push({ part: landed.part, bytes: body.length, sha256: sha256(body) });
  }
  return sent;
}

/** A delivery that stands sealed in landing; returns its id. */
export async function landed(stage: Stage, deps: VaultDeps, ...bodies: readonly Buffer[]): Promise<string> {
  const opened = await openDelivery(stage, deps);
  const sent = await send(deps, opened, ...bodies);
  await stage.run(makeLand(deps), opened.deliveryId, opened.attempt, sent);
  return opened.deliveryId;
}

export async function keysOf(store: ObjectStore): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list('')) keys.push(key);
  return keys;
}

export async function bytesOf(store: ObjectStore, key: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await store.get(key)) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
}

/** A store whose uploads break off the first time, after some of their bytes have been read. */
export function breaksOffOnce(store: ObjectStore): ObjectStore {
  let broken = false;
  const put: ObjectStore['put'] = async (key, body, signal) => {
    if (broken) return await store.put(key, body, signal);
    broken = true;
    if (body instanceof Readable) {
      await once(body, 'readable');
      body.read(10);
      body.destroy();
    }
    throw new SluisError('StoreUnavailable', 'the store of a test broke off');
  };
  return { ...store, put };
}

/** A store whose first download breaks off halfway, as a connection does. */
export function breaksOffReadingOnce(store: ObjectStore): ObjectStore {
  let broken = false;
  const get: ObjectStore['get'] = async (key, signal) => {
    if (broken) return await store.get(key, signal);
    broken = true;
    const whole = await bytesOf(store, key);
    async function* half() {
      yield whole.subarray(0, Math.floor(whole.length / 2));
      throw new SluisError('StoreUnavailable', 'the store of a test broke off');
    }
    return Readable.from(half(), { objectMode: false });
  };
  return { ...store, get };
}
