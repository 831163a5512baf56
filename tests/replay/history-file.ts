import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Payload } from '@temporalio/common';
import { payloadCodec } from '../../infra/temporal/payload-codec.js';

/** TEST KEY, public: it protects nothing. Histories are recorded, and one of them is stored, encrypted under it. */
export const HISTORY_TEST_KEY = createHash('sha256').update('test key of stored histories').digest();
/** What client and workers call themselves in a recorded history, in place of process and host. */
export const RECORDER = 'recorder';
/** Ending of a history that is stored as the server had it, with its payloads encrypted. */
export const ENCRYPTED = '.encrypted.json';

export const HISTORIES = fileURLToPath(new URL('../histories', import.meta.url));

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** A history in the JSON of Temporal's own protocol, as the `temporal` program prints it. */
export interface HistoryJson {
  readonly events: readonly ({ readonly eventId: string } & { readonly [key: string]: Json })[];
}
interface PayloadJson {
  readonly metadata: Readonly<Record<string, string>>;
  readonly data: string;
}

export function storedHistories(): readonly string[] {
  return readdirSync(HISTORIES)
    .filter((name) => name.endsWith('.json'))
    .sort();
}

export function readHistory(name: string): HistoryJson {
  return JSON.parse(readFileSync(`${HISTORIES}/${name}`, 'utf8')) as HistoryJson;
}

/** The history with every payload in plain text, failures without the place in the source where they were thrown. */
export async function decodedHistory(history: HistoryJson): Promise<HistoryJson> {
  return (await decoded(history as unknown as Json)) as unknown as HistoryJson;
}

async function decoded(node: Json): Promise<Json> {
  if (node === null || typeof node !== 'object') return node;
  if (Array.isArray(node)) return await Promise.all(node.map(decoded));
  if (isPayload(node)) return await plain(node);
  const fields = Object.entries(node).map(async ([name, value]) => [name, await decoded(value)] as const);
  return Object.fromEntries(await Promise.all(fields));
}

function isPayload(node: object): node is PayloadJson {
  return 'metadata' in node && 'data' in node && typeof node.data === 'string';
}

async function plain(payload: PayloadJson): Promise<Json> {
  if (encodingOf(payload) === 'json/plain') return payload as unknown as Json;
  const metadata = Object.fromEntries(
    Object.entries(payload.metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')]),
  );
  const data = Buffer.from(payload.data, 'base64');
  const [opened = {}] = await payloadCodec(HISTORY_TEST_KEY).decode([{ metadata, data }]);
  return withoutPlace(opened);
}

function encodingOf({ metadata }: PayloadJson): string {
  return Buffer.from(metadata.encoding ?? '', 'base64').toString();
}

function withoutPlace({ metadata, data }: Payload): Json {
  const text = Buffer.from(data ?? []).toString('utf8');
  const body = text === '' ? text : text.replace(/"stack_trace":"(?:[^"\\]|\\.)*"/, '"stack_trace":""');
  const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');
  const meta = Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)] as const);
  return { metadata: Object.fromEntries(meta), data: base64(body) };
}

/** Plain texts of all payloads of a decoded history. */
export function plainTexts(node: Json): string[] {
  if (node === null || typeof node !== 'object') return [];
  if (!Array.isArray(node) && isPayload(node)) return [Buffer.from(node.data, 'base64').toString('utf8')];
  return Object.values(node).flatMap((value) => plainTexts(value as Json));
}
