import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LandedPart } from '../../catalog/event-bodies.js';
import { sealed } from '../../catalog/seals.js';
import { FAMILIES, SluisError } from '../../domain/errors.js';
import { withClient } from '../catalog-session.js';
import { contractByHash, deliveryContract } from '../contract-of.js';
import { type Attempt, addAttempt, addPart, attemptName, attemptNamed, attemptsOf } from './attempts.js';
import { removeAttempt } from './delivery.js';
import type { VaultDeps } from './deps.js';
import { type PartAddress, partKey, storePart } from './landing-part.js';
import { lineGuard } from './line-guard.js';
import { landingSealKey } from './seal-keys.js';

/**
 * The vault's intake:
 *   PUT  /attempts/{attempt}/parts/{n}   the bytes of one part; answers {part, bytes, sha256}
 *   POST /attempts/{attempt}/next        begins anew after an interruption; answers {attempt}
 * Both with `Authorization: Bearer <one-time token>`, of which only the digest is kept. A part is encrypted while it
 * arrives; where its sender goes away, nothing of it stays.
 */
export function intakeHandler(deps: VaultDeps): (request: IncomingMessage, response: ServerResponse) => void {
  const arriving = new Set<string>();
  return (request, response) => {
    answer(deps, arriving, request).then(
      (body) => reply(response, 200, body),
      (error: unknown) => {
        request.resume();
        const { status, body } = problem(error);
        reply(response, status, body);
      },
    );
  };
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** What is not ours carries no text: it may quote what was sent. */
function problem(error: unknown): { status: number; body: { code: string; message: string } } {
  if (!(error instanceof SluisError))
    return {
      status: 500,
      body: { code: 'StoreUnavailable', message: 'The intake failed; begin a new attempt.' },
    };
  return { status: FAMILIES[error.family].http, body: { code: error.code, message: error.message } };
}

const PART = /^\/attempts\/([a-z0-9.-]{3,120})\/parts\/([1-9][0-9]{0,5})$/;
const NEXT = /^\/attempts\/([a-z0-9.-]{3,120})\/next$/;

async function answer(deps: VaultDeps, arriving: Set<string>, request: IncomingMessage): Promise<unknown> {
  const part = request.method === 'PUT' ? PART.exec(request.url ?? '') : null;
  if (part) {
    const attempt = await authorised(deps, request, part[1] as string);
    const { part: number, bytes, sha256 } = await receive(deps, arriving, request, attempt, Number(part[2]));
    return { part: number, bytes, sha256 };
  }
  const next = request.method === 'POST' ? NEXT.exec(request.url ?? '') : null;
  if (next) return await beginAnew(deps, await authorised(deps, request, next[1] as string));
  throw new SluisError('UsageInvalid', 'The intake takes parts of an attempt, and nothing else.');
}

async function authorised(deps: VaultDeps, request: IncomingMessage, name: string): Promise<Attempt> {
  const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const given = createHash('sha256').update(token).digest();
  return await withClient(deps.pool, async (client) => {
    const attempt = await attemptNamed(client, name);
    if (!timingSafeEqual(given, Buffer.from(attempt.tokenHash, 'hex')))
      throw new SluisError('TokenRefused', 'The intake does not know this attempt or its token.');
    if (await sealed(client, 'vault_object', landingSealKey(attempt.deliveryId)))
      throw new SluisError(
        'RequestClosed',
        `Delivery ${attempt.deliveryId} is sealed; deliver again as a new one.`,
      );
    return attempt;
  });
}

async function receive(
  deps: VaultDeps,
  arriving: Set<string>,
  request: IncomingMessage,
  { attempt, deliveryId }: Attempt,
  part: number,
): Promise<LandedPart> {
  const place = `${attempt}/${part}`;
  if (arriving.has(place))
    throw new SluisError('ObjectExists', `Part ${part} of ${attempt} is arriving already.`);
  arriving.add(place);
  try {
    await refuseStored(deps, { deliveryId, attempt, part });
    const { format } = await withClient(deps.pool, async (client) =>
      contractByHash(client, await deliveryContract(client, deliveryId)),
    );
    const address = { deliveryId, attempt, part };
    const landed = await storePart({ objects: deps.landing, keys: deps.keys }, address, request, {
      guard: lineGuard(part, format),
    });
    await withClient(deps.pool, (client) => addPart(client, attempt, landed));
    return landed;
  } finally {
    arriving.delete(place);
  }
}

/** What was stored is what was told to its sender: nothing is put over it, also where its record was lost in a crash. */
async function refuseStored(deps: VaultDeps, address: PartAddress): Promise<void> {
  const { attempt, part } = address;
  if ((await deps.landing.head(partKey(address))) === null) return;
  throw new SluisError('ObjectExists', `Part ${part} of ${attempt} was sent already; begin a new attempt.`);
}

/** The interrupted attempt goes away with its key; the next has a data key of its own. */
async function beginAnew(deps: VaultDeps, { attempt, deliveryId, tokenHash }: Attempt) {
  const attempts = await withClient(deps.pool, (client) => attemptsOf(client, deliveryId));
  const last = attempts.at(-1);
  if (last?.attempt !== attempt)
    throw new SluisError(
      'RequestClosed',
      `Attempt ${attempt} was given up already; the last is ${last?.attempt}.`,
    );
  const name = attemptName(deliveryId, attempts.length + 1);
  const { keyId } = await deps.keys.createKey({ kind: 'landing', attempt: name });
  await withClient(deps.pool, (client) =>
    addAttempt(client, { attempt: name, deliveryId, keyId, tokenHash }),
  );
  await removeAttempt(deps, last);
  return { attempt: name };
}
