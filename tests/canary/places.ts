import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HeadObjectCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { WORKER_ROLES, ZONES } from '../../domain/names.js';
import { bucketOf, readSetupConfig } from '../../infra/config.js';
import { workerStatus } from '../../infra/processes.js';
import { clientFor } from '../../infra/servers/s3-zones.js';
import { databasesOf, heartbeatsOf, historiesOf } from '../markers.js';
import { bytesOf, type Stack } from '../stack.js';
import { textsOf, textsOfAny } from './unfold.js';

/** Something that was said or lies somewhere. */
export interface Place {
  readonly name: string;
  readonly text: string;
}

/** Zones whose objects a contract lets hold the columns that it keeps. */
export const KEPT_ZONES = ['pseudonymised', 'curated'] as const;

export async function* everyPlace(stack: Stack): AsyncGenerator<Place> {
  await stack.superuser.query('CHECKPOINT');
  yield* zones(stack);
  yield { name: 'histories', text: await historiesOf(stack) };
  yield { name: 'heartbeats', text: (await heartbeatsOf(stack)).join('\n') };
  yield { name: 'databases', text: await databasesOf(stack) };
  yield { name: 'sessions of the database', text: await sessionsOf(stack) };
  for (const role of WORKER_ROLES) yield* toldOverHttp(workerStatus(stack.home, role).facts.telemetryUrl);
  for (const role of WORKER_ROLES) yield* openFiles(role, workerStatus(stack.home, role).pid ?? 0);
  yield* files(stack.home.root);
  yield* filesBeside(stack.home.root);
}

/** What processes leave in the folder for temporary files, in which the stack has its own folder. */
async function* filesBeside(home: string): AsyncGenerator<Place> {
  const folder = dirname(home);
  for (const name of readdirSync(folder).filter((one) => one !== basename(home)))
    for await (const place of files(join(folder, name)))
      yield { ...place, name: `temporary ${name}: ${place.name}` };
}

/** Keys, metadata and content of every object, and what an upload that never ended would be called. */
async function* zones(stack: Stack): AsyncGenerator<Place> {
  const { s3 } = readSetupConfig(stack.home).endpoints;
  if (!s3.root) throw new Error('the embedded store has no root credentials');
  const client = clientFor(s3, s3.root);
  try {
    for (const zone of ZONES) {
      const Bucket = bucketOf(zone);
      const unfinished = await client.send(new ListMultipartUploadsCommand({ Bucket }));
      yield { name: `keys of ${zone}`, text: (unfinished.Uploads ?? []).map(({ Key }) => Key).join('\n') };
      for await (const { key } of stack.zone(zone).list('')) {
        const { $metadata: _, ...head } = await client.send(new HeadObjectCommand({ Bucket, Key: key }));
        yield { name: `keys of ${zone}`, text: key };
        yield { name: `metadata of ${zone}`, text: JSON.stringify(head) };
        for (const text of await textsOf(await bytesOf(stack.zone(zone), key)))
          yield { name: `zone ${zone}`, text };
      }
    }
  } finally {
    client.destroy();
  }
}

async function sessionsOf({ superuser }: Stack): Promise<string> {
  const { rows } = await superuser.query<{ query: string }>('SELECT query FROM pg_stat_activity');
  return rows.map(({ query }) => query).join('\n');
}

/** What a worker tells to whoever asks. */
export async function* toldOverHttp(url: unknown): AsyncGenerator<Place> {
  for (const path of ['/metrics', '/healthz']) {
    const answer = await fetch(`${url}${path}`);
    yield { name: `answer to ${path}`, text: await answer.text() };
  }
}

/** Files without a name that a process still holds. Whatever it read is closed again once its step has ended. */
export function* openFiles(who: string, pid: number): Generator<Place> {
  const folder = `/proc/${pid}/fd`;
  for (const descriptor of readdirSync(folder)) {
    const path = join(folder, descriptor);
    if (targetOf(path).endsWith(' (deleted)'))
      yield { name: `open files of ${who}`, text: readFileSync(path).toString('latin1') };
  }
}

function targetOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** Every file below a folder: Temporal's file, tables and write-ahead log, logs, objects, work and spill, core files. */
export async function* files(folder: string): AsyncGenerator<Place> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    const name = `file ${path.slice(folder.length + 1)}`;
    yield { name, text: name };
    for (const text of await textsOfAny(bytes)) yield { name, text };
  }
}
