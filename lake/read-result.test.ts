import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalysedColumn } from './analyse.js';
import { publishParquet } from './publish-parquet.js';
import { checkReadBack } from './publish-read-back.js';
import { readResult } from './read-result.js';

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-result-'));
  path = join(folder, 'result.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT * FROM (VALUES
       ('ab'::BLOB, 'p1', 7::BIGINT, 1.25::DECIMAL(9,2), 0.5::DOUBLE, true, DATE '2024-02-29'),
       (NULL, NULL, NULL, NULL, NULL, NULL, NULL)) AS t (unit, person, n, bedrag, d, ja, dag)) TO '${path}' (FORMAT parquet)`,
  );
  await connection.run(
    `COPY (SELECT 9007199254740993::BIGINT AS n) TO '${join(folder, 'big.parquet')}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const pseudonym = { domain: 'd', entityType: 'bsn', epoch: 1 };
const columns: readonly AnalysedColumn[] = [
  { name: 'unit', type: 'pseudonym', pseudonym },
  { name: 'person', type: 'pseudonym', pseudonym },
  { name: 'n', type: 'integer' },
  { name: 'bedrag', type: 'decimal' },
  { name: 'd', type: 'double' },
  { name: 'ja', type: 'boolean' },
  { name: 'dag', type: 'date' },
];

describe('the result of an analysis', () => {
  it('is read with plain values, pseudonyms of bytes as hexadecimal', async () => {
    const table = await readResult(path, columns);
    expect(table.rows).toEqual([
      ['6162', 'p1', 7, 1.25, 0.5, true, '2024-02-29'],
      [null, null, null, null, null, null, null],
    ]);
    expect(table.columns.map(({ type }) => type)).toEqual([
      'text',
      'text',
      'integer',
      'double',
      'double',
      'boolean',
      'date',
    ]);
  });

  it('can be published as it is where nothing needs protection', async () => {
    const table = await readResult(path, columns.slice(2));
    const out = join(folder, 'published.parquet');
    await publishParquet(table, out);
    await checkReadBack(out, table);
  });

  it('is refused where a number would lose digits', async () => {
    await expect(
      readResult(join(folder, 'big.parquet'), [{ name: 'n', type: 'integer' }]),
    ).rejects.toMatchObject({
      code: 'SpecInvalid',
    });
  });
});
