import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from './migrate.js';
import { startPostgres, type TestPostgres } from './testing/postgres.js';

let postgres: TestPostgres;
let folder: string;
beforeAll(async () => {
  postgres = await startPostgres();
  folder = await mkdtemp(join(tmpdir(), 'sluis-migrations-'));
});
afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function withOwner<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(postgres.settings(database));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('migrate', () => {
  it('applies nothing the second time, also when two start together', async () => {
    const database = await postgres.createDatabase();
    const again = await Promise.all([withOwner(database, migrate), withOwner(database, migrate)]);
    expect(again).toEqual([[], []]);
  });

  it('refuses an applied migration whose text changed, and a database that is ahead', async () => {
    await withOwner('postgres', async (client) => {
      await writeFile(join(folder, '001-first.sql'), 'CREATE TABLE catalog.first (n integer);');
      await writeFile(join(folder, '002-second.sql'), 'CREATE TABLE catalog.second (n integer);');
      expect(await migrate(client, folder)).toEqual(['001-first.sql', '002-second.sql']);
      await rm(join(folder, '002-second.sql'));
      await expect(migrate(client, folder)).rejects.toMatchObject({ code: 'CatalogConflict' });
      await writeFile(join(folder, '002-second.sql'), 'CREATE TABLE catalog.second (n bigint);');
      await expect(migrate(client, folder)).rejects.toThrow(/002-second.sql was changed/);
    });
  });

  it('leaves nothing of a migration that fails halfway', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'sluis-migrations-'));
    await writeFile(join(broken, '001-first.sql'), 'CREATE TABLE catalog.first (n integer);');
    await writeFile(
      join(broken, '002-second.sql'),
      'CREATE TABLE catalog.second (n integer); CREATE TABLE catalog.third (n integer); SELECT 1/0;',
    );
    await withOwner('postgres', (client) => client.query('CREATE DATABASE halfway'));
    await withOwner('halfway', async (client) => {
      await expect(migrate(client, broken)).rejects.toThrow();
      const { rows } = await client.query(
        "SELECT to_regclass('catalog.third') AS t, to_regclass('catalog.first') AS f",
      );
      expect(rows).toEqual([{ t: null, f: 'catalog.first' }]);
    });
    await rm(broken, { recursive: true });
  });
});
