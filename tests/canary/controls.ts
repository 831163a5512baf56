import { closeSync, mkdirSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import pg from 'pg';
import { MAX_PERSONS, testBsn } from '../../demo/city/test-bsn.js';
import { WORKER_ROLES, ZONES } from '../../domain/names.js';
import { bucketOf, readSetupConfig } from '../../infra/config.js';
import { workerFolder } from '../../infra/home.js';
import { clientFor } from '../../infra/servers/s3-zones.js';
import { withDuckDb } from '../../lake/duckdb-session.js';
import { bytesOf, type Stack } from '../stack.js';
import type { CommandLine } from './command-line.js';
import { CONTROL, type Marks } from './marks.js';
import { openFiles, type Place, toldOverHttp } from './places.js';
import { plantStep } from './planted-step.js';
import { AWKWARD, SPELLINGS } from './spellings.js';

/** What was planted, and the beginning of the place where the search must find it. */
export type Planted = ReadonlyMap<string, string>;

export interface Controls {
  readonly planted: Planted;
  /** Places outside the stack that are looked at by the same functions as the real ones. */
  readonly outside: () => Promise<readonly Place[]>;
  readonly stop: () => Promise<void>;
}

/** A control in every kind of place, so that a search which sees nothing is no proof of silence but a failure. */
export async function plantControls(
  stack: Stack,
  marks: Marks,
  command: CommandLine,
  folder: string,
): Promise<Controls> {
  const planted = new Map<string, string>();
  const plant = (name: string, place: string) => {
    planted.set(`${CONTROL}-${name}`, place);
    return `${CONTROL}-${name}`;
  };
  await inZones(stack, folder, plant);
  await inFiles(stack, plant);
  await inOtherForms(stack, marks, planted);
  const session = await inDatabase(stack, plant);
  await inTemporal(stack, plant);
  const http = await overHttp(plant);
  // A source that is not there is named by the message.
  await command.run(['sources', 'show', plant('command', 'sluis sources show')]);
  const hidden = join(folder, 'nameless');
  writeFileSync(hidden, plant('nameless', 'open files of the test'));
  const descriptor = openSync(hidden, 'r');
  unlinkSync(hidden);
  return {
    planted,
    outside: async () => {
      const told: Place[] = [...openFiles('the test', process.pid)];
      for await (const place of toldOverHttp(http.url)) told.push(place);
      return told;
    },
    stop: async () => {
      closeSync(descriptor);
      await Promise.all([session.end(), http.close()]);
    },
  };
}

type Plant = (name: string, place: string) => string;

/** As text, as gzip, as zstd and as Parquet; in a key and in metadata. Packed, the control cannot be seen as it is. */
async function inZones(stack: Stack, folder: string, plant: Plant): Promise<void> {
  const { s3 } = readSetupConfig(stack.home).endpoints;
  if (!s3.root) throw new Error('the embedded store has no root credentials');
  const client = clientFor(s3, s3.root);
  for (const zone of ZONES) {
    const put = (Key: string, Body: Buffer | string, Metadata = {}) =>
      client.send(new PutObjectCommand({ Bucket: bucketOf(zone), Key, Body, Metadata }));
    const inside = (form: string) => plant(`${form}-${zone}`, `zone ${zone}`);
    await put(`planted/${plant(`key-${zone}`, `keys of ${zone}`)}`, inside('text'), {
      planted: plant(`metadata-${zone}`, `metadata of ${zone}`),
    });
    const packed = {
      gz: gzipSync(among(inside('gzip')).join('\n')),
      zst: await copied(folder, among(inside('zstd')), 'a.csv.zst', 'FORMAT csv, COMPRESSION zstd'),
      parquet: await copied(
        folder,
        among(inside('parquet')),
        'a.parquet',
        'FORMAT parquet, COMPRESSION zstd',
      ),
    };
    for (const [form, bytes] of Object.entries(packed)) {
      if (bytes.includes(CONTROL)) throw new Error(`the control as ${form} can be seen without unpacking`);
      await put(`planted/${form}`, bytes);
      if (!(await bytesOf(stack.zone(zone), `planted/${form}`)).equals(bytes))
        throw new Error('the store gives back something else');
    }
  }
  client.destroy();
}

/** A line among many, so that it is neither first nor last nor stored as it is. */
function among(control: string): string[] {
  const lines = Array.from(
    { length: 600 },
    (_, at) => `${at % 2 ? 'a' : 'z'}${((at * 7919) % 1e6).toString(36)}`,
  );
  return [...lines, control, ...lines];
}

async function copied(folder: string, lines: readonly string[], name: string, how: string): Promise<Buffer> {
  const path = join(folder, name);
  await withDuckDb({ tempFolder: join(folder, 'spill') }, async (session) => {
    await session.run('CREATE TABLE planted (line VARCHAR)');
    await session.append(
      'planted',
      lines.map((line) => [line]),
    );
    await session.run(`COPY planted TO '${path}' (${how})`);
  });
  return await readFile(path);
}

async function inFiles({ home }: Stack, plant: Plant): Promise<void> {
  const temporary = join(dirname(home.root), 'planted');
  mkdirSync(temporary);
  writeFileSync(join(temporary, 'left.csv'), plant('temporary', 'temporary planted: file left.csv'));
  for (const role of WORKER_ROLES) {
    const work = workerFolder(home, role);
    const file = plant(`work-${role}`, `file workers/${role}/`);
    writeFileSync(join(work, 'planted.parquet'), file);
    await appendFile(
      join(home.logs, `worker-${role}.log`),
      `${plant(`log-${role}`, `file logs/worker-${role}.log`)}\n`,
    );
  }
}

/** A text, a number and a date of its own for each form, in one file: the search is the same in every place. */
async function inOtherForms({ home }: Stack, marks: Marks, planted: Map<string, string>): Promise<void> {
  const lines: string[] = [];
  const place = 'temporary planted: file forms.bin';
  const numbers = Object.entries(SPELLINGS.number).map(
    ([form, spell], at) => [form, spell, testBsn(MAX_PERSONS - 1 - at)] as const,
  );
  const dates = Object.entries(SPELLINGS.date).map(
    ([form, spell], at) => [form, spell, `${1500 + at}-04-13`] as const,
  );
  for (const [form, spell, value] of [
    ...numbers,
    ...dates,
    ['without zeros', withoutZeros, '07990001'] as const,
  ]) {
    const name = `${value.includes('-') ? 'date' : 'number'} as ${form}`;
    planted.set(name, place);
    lines.push(spell(marks.control(value, name)));
  }
  for (const [form, spell] of Object.entries(SPELLINGS.text)) {
    const name = `${CONTROL}-as-${form}`;
    planted.set(name, place);
    lines.push(spell(`x${AWKWARD}${name}`));
  }
  const cut = CONTROL.slice(0, 8);
  planted.set(cut, place);
  const file = join(dirname(home.root), 'planted', 'forms.bin');
  writeFileSync(file, Buffer.from([...lines, cut].join('\n'), 'latin1'));
}

const withoutZeros = (value: string) => value.replace(/^0+/, '');

/** In a row so long that it is packed, in the log, and in the statement of a session. */
async function inDatabase({ home, superuser }: Stack, plant: Plant): Promise<pg.Client> {
  const row = `${plant('row', 'databases')} ${'and so on '.repeat(2000)}`;
  await superuser.query('CREATE SCHEMA planted');
  await superuser.query('CREATE TABLE planted.planted (line text)');
  await superuser.query('INSERT INTO planted.planted VALUES ($1)', [row]);
  const log = plant('log-postgres', 'file logs/postgres.log');
  await superuser.query(`DO $$ BEGIN RAISE LOG '${log}'; END $$`);
  const { adminUrl } = readSetupConfig(home).endpoints.database;
  const session = new pg.Client({ connectionString: adminUrl });
  await session.connect();
  await session.query(`SELECT '${plant('session', 'sessions of the database')}'`);
  return session;
}

/** A workflow that nobody takes: its id is stored as it is, its argument through the codec of the payloads. */
async function inTemporal(stack: Stack, plant: Plant): Promise<void> {
  const { access } = stack;
  await access.client.workflow.start('planted', {
    taskQueue: 'planted',
    workflowId: plant('workflow', 'file servers/temporal/temporal.db'),
    args: [{ line: plant('payload', 'histories') }],
  });
  await plantStep(stack, { line: plant('heartbeat', 'heartbeats') });
}

async function overHttp(plant: Plant) {
  const texts: Record<string, string> = {
    '/metrics': plant('metrics', 'answer to /metrics'),
    '/healthz': plant('healthz', 'answer to /healthz'),
  };
  const server = createServer((request, response) => response.end(texts[request.url ?? '']));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
