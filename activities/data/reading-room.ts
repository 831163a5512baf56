import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { sealed } from '../../catalog/seals.js';
import { FAMILIES, SluisError } from '../../domain/errors.js';
import { withClient } from '../catalog-session.js';
import type { ReadingRoom } from '../contract.js';
import { protectionSealKey } from '../protection-seal.js';
import { type SealedDataset, sealedUnder } from '../sealed-dataset.js';
import type { DataDeps } from './deps.js';

const OPEN_FOR_MS = 10 * 60_000;

/** Who may read for the moment: a digest of a one-time token a release. */
export type Readers = Map<string, { readonly tokenHash: string; readonly until: number }>;

/** Lets the holder of a token read one release's protected tables for ten minutes. Control has recorded who that is. */
export const makeOpenReadingRoom = (readers: Readers, url: () => string) =>
  async function openReadingRoom(releaseId: string, tokenHash: string): Promise<ReadingRoom> {
    readers.set(releaseId, { tokenHash, until: Date.now() + OPEN_FOR_MS });
    return { url: url() };
  };

/**
 * What people decide on before it leaves:
 *   GET /releases/{id}            the report of disclosure control, and which tables there are
 *   GET /releases/{id}/{output}   one protected table, the bytes that would be published
 * With `Authorization: Bearer <one-time token>`. Tables travel here and in no history.
 */
export function readingRoomHandler(
  deps: DataDeps,
  readers: Readers,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answer(deps, readers, request).then(
      ({ type, body }) => {
        response.writeHead(200, { 'content-type': type, 'content-length': body.length });
        response.end(body);
      },
      (error: unknown) => {
        const known = error instanceof SluisError ? error : UNKNOWN;
        const body = Buffer.from(JSON.stringify({ code: known.code, message: known.message }));
        response.writeHead(FAMILIES[known.family].http, { 'content-type': 'application/json' });
        response.end(body);
      },
    );
  };
}

const UNKNOWN = new SluisError('StoreUnavailable', 'The reading room failed; try again.');
const PLACE = /^\/releases\/([a-z0-9:-]{3,120})(?:\/([a-z0-9-]{1,80}))?$/;

async function answer(deps: DataDeps, readers: Readers, request: IncomingMessage) {
  const [, releaseId = '', output] = PLACE.exec(decodeURIComponent(request.url ?? '')) ?? [];
  authorise(readers.get(releaseId), request);
  const { tables, report } = await withClient(deps.pool, async (client) => ({
    tables: await sealedUnder(client, 'data_object', `protected:${releaseId}`),
    report: await sealed(client, 'data_protection', protectionSealKey(releaseId)),
  }));
  if (!tables || !report)
    throw new SluisError('DatasetUnknown', `Release ${releaseId} has not been protected.`);
  if (output !== undefined) return { type: 'text/csv', body: await tableOf(deps, tables, output) };
  const outputs = tables.manifest.objects
    .filter(({ key }) => key.endsWith('.csv'))
    .map(({ key, rows }) => ({ output: key.split('/').at(-1)?.replace('.csv', ''), rows }));
  const body = Buffer.from(JSON.stringify({ version: tables.version, outputs, report: report.body }));
  return { type: 'application/json', body };
}

function authorise(reader: { tokenHash: string; until: number } | undefined, request: IncomingMessage): void {
  const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const given = createHash('sha256').update(token).digest();
  const isOpen = reader !== undefined && Date.now() < reader.until;
  if (isOpen && timingSafeEqual(given, Buffer.from(reader.tokenHash, 'hex'))) return;
  throw new SluisError('TokenRefused', 'The reading room does not know this token, or it is closed again.');
}

async function tableOf({ result }: DataDeps, { manifest }: SealedDataset, output: string): Promise<Buffer> {
  const object = manifest.objects.find(({ key }) => key.endsWith(`/${output}.csv`));
  if (!object) throw new SluisError('DatasetUnknown', 'The release has no such table.');
  const chunks: Buffer[] = [];
  await pipeline(await result.get(object.key), async (source) => {
    for await (const chunk of source) chunks.push(Buffer.from(chunk as Buffer));
  });
  const bytes = Buffer.concat(chunks);
  if (createHash('sha256').update(bytes).digest('hex') === object.sha256) return bytes;
  throw new SluisError(
    'DigestMismatch',
    `Object ${object.key} is not what was sealed; run: sluis audit verify`,
  );
}
