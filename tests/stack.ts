import { chmodSync, mkdtempSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { onboardDemo } from '../demo/onboarding.js';
import type { Zone } from '../domain/names.js';
import { down, openAccess, up } from '../infra/access.js';
import { bucketOf, readSetupConfig } from '../infra/config.js';
import { createPool } from '../infra/database.js';
import { createHome, type Home, homeAt, repositoryRoot } from '../infra/home.js';
import { type DuckDbSession, withDuckDb } from '../lake/duckdb-session.js';
import type { ObjectStore } from '../lake/object-store.js';
import { headerRecord } from '../lake/read-header.js';
import { s3ObjectStore } from '../lake/s3-object-store.js';

/** Everything that `sluis up` starts, in a folder of its own, and the rights of the set-up to look behind the walls. */
export interface Stack {
  readonly home: Home;
  readonly access: Awaited<ReturnType<typeof openAccess>>;
  /** The database as its superuser. */
  readonly superuser: pg.Pool;
  /** A zone with the store's root credentials. */
  readonly zone: (zone: Zone) => ObjectStore;
  readonly onboard: (id: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

export async function startStack(name: string): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), `sluis-${name}-`));
  chmodSync(folder, 0o755);
  const home = homeAt(folder);
  createHome(home);
  await up(home);
  const access = await openAccess(home);
  const { database, s3 } = readSetupConfig(home).endpoints;
  const url = new URL(database.ownerUrl);
  const admin = new URL(database.adminUrl);
  admin.pathname = url.pathname;
  const superuser = createPool(admin.toString());
  const root = s3.root;
  if (!root) throw new Error('the embedded store has no root credentials');
  return {
    home,
    access,
    superuser,
    zone: (zone) =>
      s3ObjectStore({ endpoint: s3.endpoint, region: s3.region, bucket: bucketOf(zone), ...root }),
    onboard: async (id) => (await onboardDemo(access, repositoryRoot(), `demo/contracts/${id}.yaml`)).stage,
    stop: async () => {
      await superuser.end();
      await access.close();
      await down(home, { wipe: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function bytesOf(store: ObjectStore, key: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await store.get(key)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Keys of the objects of the newest version of a dataset in a zone. */
export async function keysOf({ superuser }: Stack, dataset: string, zone: Zone): Promise<string[]> {
  const { rows } = await superuser.query<{ manifest: { objects: { key: string }[] } }>(
    'SELECT manifest FROM catalog.dataset_version WHERE dataset = $1 AND zone = $2 ORDER BY made_seq DESC LIMIT 1',
    [dataset, zone],
  );
  return (rows[0]?.manifest.objects ?? []).map(({ key }) => key);
}

/** Queries the newest version of a dataset as the relation `data`, past every wall. */
export async function queryDataset<T>(
  stack: Stack,
  dataset: string,
  zone: Zone,
  query: (session: DuckDbSession) => Promise<T>,
): Promise<T> {
  return await queryDatasets(stack, { data: dataset }, zone, query);
}

/** The same over several datasets, each under the relation that it is given here. */
export async function queryDatasets<T>(
  stack: Stack,
  datasets: Readonly<Record<string, string>>,
  zone: Zone,
  query: (session: DuckDbSession) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sluis-look-'));
  try {
    return await withDuckDb({ tempFolder: join(folder, 'spill') }, async (session) => {
      for (const [relation, dataset] of Object.entries(datasets)) {
        const [key = ''] = await keysOf(stack, dataset, zone);
        const path = join(folder, `${relation}.parquet`);
        await writeFile(path, await bytesOf(stack.zone(zone), key));
        await session.run(`CREATE VIEW ${relation} AS SELECT * FROM read_parquet('${path}')`);
      }
      return await query(session);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The bytes of a released table, as everybody can read them. */
export async function releasedBytes(stack: Stack, releaseId: string, output: string): Promise<Buffer> {
  const { rows } = await stack.superuser.query<{ files: { key: string }[] }>(
    'SELECT files FROM catalog.release WHERE release_id = $1',
    [releaseId],
  );
  const key = rows[0]?.files.find((file) => file.key.endsWith(`/${output}.csv`))?.key ?? '';
  return await bytesOf(stack.zone('released'), key);
}

/** A released table as records, from its CSV. */
export async function releasedTable(stack: Stack, releaseId: string, output: string) {
  const text = (await releasedBytes(stack, releaseId, output)).toString('utf8').trimEnd();
  const [names = [], ...records] = text.split('\n').map((line) => headerRecord(line, ',').cells);
  return records.map((cells) => Object.fromEntries(cells.map((cell, i) => [names[i] ?? '', cell])));
}

/** All that a zone holds as text: every row of every Parquet object, and every other object as it is. */
export async function textOfZone(stack: Stack, zone: Zone): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sluis-look-'));
  const texts: string[] = [];
  try {
    for await (const { key } of stack.zone(zone).list('')) {
      const bytes = await bytesOf(stack.zone(zone), key);
      if (!key.endsWith('.parquet')) {
        texts.push(bytes.toString('utf8'));
        continue;
      }
      const path = join(folder, 'data.parquet');
      await writeFile(path, bytes);
      await withDuckDb({ tempFolder: join(folder, 'spill') }, async (session) => {
        const rows = await session.rows(
          `SELECT CAST(to_json(d) AS VARCHAR) AS row FROM read_parquet('${path}') AS d`,
        );
        texts.push(...rows.map(({ row }) => String(row)));
      });
    }
    return texts.join('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Files of the whole state folder that hold a text as it is: database, Temporal, objects, logs, work folders. */
export async function filesWith(folder: string, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (bytes.includes(text)) found.push(entry.name);
  }
  return found;
}
