import pg from 'pg';
import { readSetupConfig } from '../infra/config.js';
import type { Stack } from './stack.js';

/** Every history: as it is stored, and decoded as a client with the payload key sees it. */
export async function historiesOf(stack: Stack): Promise<string> {
  const { workflow } = stack.access.client;
  const texts: string[] = [];
  for await (const { workflowId, runId } of workflow.list()) {
    const history = await workflow.getHandle(workflowId, runId).fetchHistory();
    texts.push(workflowId, JSON.stringify(history), ...(await decoded(stack, history)));
  }
  return texts.join('\n');
}

/** What each step that has begun and not ended last told of itself, and failed with last; decoded as above. */
export async function heartbeatsOf(stack: Stack): Promise<string[]> {
  const { workflow } = stack.access.client;
  const texts: string[] = [];
  for await (const { workflowId, runId } of workflow.list({ query: "ExecutionStatus = 'Running'" })) {
    const { raw } = await workflow.getHandle(workflowId, runId).describe();
    texts.push(...(await decoded(stack, raw.pendingActivities)));
  }
  return texts;
}

/** Every payload below a message, through the codecs. */
async function decoded({ access }: Stack, message: unknown): Promise<string[]> {
  const codecs = access.client.options.loadedDataConverter.payloadCodecs;
  const texts: string[] = [];
  for (const payload of payloadsIn(message)) {
    let some = [payload];
    for (const codec of codecs) some = (await codec.decode(some as never).catch(() => some)) as typeof some;
    for (const one of some) texts.push(Buffer.from(one.data ?? []).toString('utf8'));
  }
  return texts;
}

type Payload = { readonly data?: Uint8Array | null; readonly metadata?: Record<string, Uint8Array> | null };

/** Every payload below a message, whatever its field; `toJSON` would give encoded text instead of bytes. */
const payloadsIn = (message: unknown) =>
  messagesBelow(
    message,
    (one): one is Payload => 'metadata' in one && 'data' in one && ArrayBuffer.isView(one.data),
  );

/** Every message of a kind below another of Temporal, itself first, then in the order of fields; bytes are no message. */
export function messagesBelow<T extends object>(value: unknown, isOne: (one: object) => one is T): T[] {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return [];
  const own = isOne(value) ? [value] : [];
  return [...own, ...Object.values(value).flatMap((inner) => messagesBelow(inner, isOne))];
}

/** Every row of every table of every database of the server, as text. */
export async function databasesOf(stack: Stack): Promise<string> {
  const { adminUrl } = readSetupConfig(stack.home).endpoints.database;
  const { rows } = await stack.superuser.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE datallowconn',
  );
  const texts: string[] = [];
  for (const { name } of rows) {
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    const client = new pg.Client({ connectionString: url.toString() });
    await client.connect();
    const tables = await client.query<{ place: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS place FROM pg_tables WHERE schemaname <> 'information_schema'`,
    );
    for (const { place } of tables.rows) {
      const all = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${place} AS t`);
      texts.push(place, ...all.rows.map(({ row }) => row));
    }
    await client.end();
  }
  return texts.join('\n');
}
