import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenedDelivery } from '../contract.js';
import { sha256, stageForTests } from '../testing/stage.js';
import {
  breaksOffOnce,
  bytesOf,
  CSV,
  csvOf,
  keysOf,
  openDelivery,
  ROWS,
  submitSource,
  TOKEN,
  vaultDeps,
} from '../testing/vault-stage.js';
import { makeLand } from './delivery.js';
import type { VaultDeps } from './deps.js';
import { intakeHandler } from './intake.js';
import { openPart } from './landing-part.js';

const stage = stageForTests();
const servers: Server[] = [];
beforeAll(() => submitSource(stage()));
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

interface Intake extends OpenedDelivery {
  readonly deps: VaultDeps;
  readonly url: string;
}

/** An intake over HTTP on a free port of the loopback, with one delivery open. */
async function intake(more: Partial<VaultDeps> = {}): Promise<Intake> {
  const deps = vaultDeps(stage(), more);
  const server = createServer(intakeHandler(deps));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const opened = await openDelivery(stage(), deps);
  return { deps, url: `http://127.0.0.1:${port}`, ...opened };
}

async function call(url: string, method: 'PUT' | 'POST' | 'GET', body?: Buffer, token = TOKEN) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(url, { method, headers, ...(body ? { body: new Uint8Array(body) } : {}) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const put = ({ url, attempt }: Intake, part: number, body: Buffer, token?: string) =>
  call(`${url}/attempts/${attempt}/parts/${part}`, 'PUT', body, token);
const next = ({ url }: Intake, attempt: string) => call(`${url}/attempts/${attempt}/next`, 'POST');

async function plainOf({ deps, deliveryId }: Intake, attempt: string, part: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const address = { deliveryId, attempt, part };
  for await (const chunk of await openPart({ objects: deps.landing, keys: deps.keys }, address))
    chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
}

describe('the intake', () => {
  it('answers with what arrived, and stores it unreadable', async () => {
    const open = await intake();
    const { status, body } = await put(open, 1, CSV);
    expect({ status, body }).toEqual({
      status: 200,
      body: { part: 1, bytes: CSV.length, sha256: sha256(CSV) },
    });
    const stored = await bytesOf(open.deps.landing, `${open.deliveryId}/${open.attempt}/1`);
    expect(stored.includes('delictgroep')).toBe(false);
    expect((await plainOf(open, open.attempt, 1)).equals(CSV)).toBe(true);
  });

  it.each([
    ['a wrong token', 'another-token-of-the-test-01'],
    ['none', ''],
  ])('takes nothing under %s, and does not tell it from an unknown attempt', async (_what, token) => {
    const open = await intake();
    const wrong = await put(open, 1, CSV, token);
    expect(wrong).toMatchObject({ status: 403, body: { code: 'TokenRefused' } });
    const unknown = await put({ ...open, attempt: 'nobody-knows.1' }, 1, CSV);
    expect(unknown).toEqual(wrong);
    expect(await keysOf(open.deps.landing)).toEqual([]);
  });

  it.each([
    ['GET', '/attempts/a.1/parts/1'],
    ['PUT', '/attempts/a.1/parts/0'],
    ['PUT', '/attempts/../parts/1'],
    ['POST', '/'],
  ] as const)('has nothing else: %s %s', async (method, path) => {
    const { url } = await intake();
    expect(await call(`${url}${path}`, method)).toMatchObject({
      status: 400,
      body: { code: 'UsageInvalid' },
    });
  });

  it('takes a part once: what is sent again is refused and changes nothing', async () => {
    const open = await intake();
    await put(open, 1, CSV);
    const stored = await bytesOf(open.deps.landing, `${open.deliveryId}/${open.attempt}/1`);
    const again = await put(open, 1, csvOf(ROWS.slice(0, 1)));
    expect(again).toMatchObject({ status: 409, body: { code: 'ObjectExists' } });
    expect((await bytesOf(open.deps.landing, `${open.deliveryId}/${open.attempt}/1`)).equals(stored)).toBe(
      true,
    );
    expect((await plainOf(open, open.attempt, 1)).equals(CSV)).toBe(true);
  });

  it('takes one of two senders of the same part at the same time', async () => {
    const open = await intake();
    const answers = await Promise.all([put(open, 1, CSV), put(open, 1, csvOf(ROWS.slice(0, 1)))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const taken = answers.find(({ status }) => status === 200)?.body;
    expect(sha256(await plainOf(open, open.attempt, 1))).toBe(taken?.sha256);
  });

  it('begins anew under another key, and of the attempt before nothing is left', async () => {
    const open = await intake();
    await put(open, 1, CSV);
    const { status, body } = await next(open, open.attempt);
    expect({ status, body }).toEqual({ status: 200, body: { attempt: `${open.deliveryId}.2` } });
    expect(await keysOf(open.deps.landing)).toEqual([]);
    const [key] = await open.deps.keys.attest({ kind: 'landing', attempt: open.attempt });
    expect(key?.state).toBe('destroyed');
    expect(await put(open, 1, CSV)).toMatchObject({ status: 403, body: { code: 'KeyDestroyed' } });
    expect(await put({ ...open, attempt: String(body.attempt) }, 1, CSV)).toMatchObject({ status: 200 });
  });

  it('gives an attempt up once', async () => {
    const open = await intake();
    await next(open, open.attempt);
    expect(await next(open, open.attempt)).toMatchObject({ status: 409, body: { code: 'RequestClosed' } });
  });

  it('takes nothing more of a delivery that is sealed', async () => {
    const open = await intake();
    const { body } = await put(open, 1, CSV);
    const parts = [{ part: 1, bytes: Number(body.bytes), sha256: String(body.sha256) }];
    await stage().run(makeLand(open.deps), open.deliveryId, open.attempt, parts);
    const refused = { status: 409, body: { code: 'RequestClosed' } };
    expect(await put(open, 2, CSV)).toMatchObject(refused);
    expect(await next(open, open.attempt)).toMatchObject(refused);
    expect(await keysOf(open.deps.landing)).toHaveLength(1);
  });

  it('keeps nothing of a part whose sender broke off, and takes it whole afterwards', async () => {
    const open = await intake();
    const path = `${open.url}/attempts/${open.attempt}/parts/1`;
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-length': '1000000' };
    const arrived = new Promise<IncomingMessage>((resolve) => servers.at(-1)?.once('request', resolve));
    const sending = httpRequest(path, { method: 'PUT', headers });
    sending.on('error', () => undefined);
    sending.write(Buffer.alloc(300_000, 'x'));
    const server = await arrived;
    sending.destroy();
    if (!server.closed) await new Promise((resolve) => server.once('close', resolve));
    await expect.poll(() => keysOf(open.deps.landing), { timeout: 30_000 }).toEqual([]);
    const { body } = await next(open, open.attempt);
    expect(await put({ ...open, attempt: String(body.attempt) }, 1, CSV)).toMatchObject({ status: 200 });
  });

  it('says that its store is away without a word of what was sent, and begins anew after it', async () => {
    const landing = breaksOffOnce(vaultDeps(stage()).landing);
    const open = await intake({ landing });
    const failed = await put(open, 1, CSV);
    expect(failed).toMatchObject({ status: 503, body: { code: 'StoreUnavailable' } });
    const { body } = await next(open, open.attempt);
    const renewed = { ...open, attempt: String(body.attempt) };
    expect(await put(renewed, 1, CSV)).toMatchObject({ status: 200, body: { sha256: sha256(CSV) } });
  });
});
