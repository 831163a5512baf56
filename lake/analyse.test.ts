import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SluisError } from '../domain/errors.js';
import { type Analysis, analyse } from './analyse.js';
import { LockedSession } from './locked-session.js';

let folder: string;
let persons: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-analyse-'));
  persons = join(folder, 'persons.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT 'p' || i AS person, 'BU' || (i % 3) AS buurt, i AS inkomen, i / 3 AS deel, 'SECRET' AS bsn,
       ['p' || i] AS lijst
     FROM range(3000) r(i)) TO '${persons}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const tag = { domain: 'city', entityType: 'bsn', epoch: 1 };
let count = 0;
function analysis(sql: string, more: Partial<Analysis> = {}): Analysis {
  count += 1;
  return {
    inputs: [
      {
        table: 'persons',
        files: [persons],
        columns: [
          { name: 'person', type: 'pseudonym', pseudonym: tag },
          { name: 'buurt', type: 'text' },
          { name: 'inkomen', type: 'integer' },
          { name: 'deel', type: 'double' },
        ],
      },
    ],
    sql,
    params: {},
    out: join(folder, `out-${count}.parquet`),
    spillFolder: join(folder, 'spill'),
    ...more,
  };
}

async function rowsOf(path: string): Promise<readonly Record<string, unknown>[]> {
  const file = (await readFile(path)).buffer as ArrayBuffer;
  return parquetReadObjects({ file, compressors });
}

async function reasonOf(running: Promise<unknown>): Promise<unknown> {
  const error = await running.then(
    () => null,
    (thrown: SluisError) => thrown,
  );
  return error?.details.reason ?? error?.code ?? 'accepted';
}

describe('an analysis', () => {
  it('writes what an independent reader finds by hand, with types and lineage', async () => {
    const task = analysis(
      'SELECT buurt, count(*) AS n, sum(inkomen) AS som FROM persons WHERE inkomen < $grens GROUP BY buurt -- done\n;',
      { params: { grens: 6 } },
    );
    const result = await analyse(task);
    // 0..5 over three neighbourhoods: {0,3}, {1,4}, {2,5}
    expect(await rowsOf(task.out)).toEqual([
      { buurt: 'BU0', n: 2n, som: 3n },
      { buurt: 'BU1', n: 2n, som: 5n },
      { buurt: 'BU2', n: 2n, som: 7n },
    ]);
    expect(result).toMatchObject({ rows: 3, bytes: (await readFile(task.out)).length });
    expect(result.columns).toEqual([
      { name: 'buurt', type: 'text' },
      { name: 'n', type: 'integer' },
      { name: 'som', type: 'integer' },
    ]);
    expect(result.lineage.read).toEqual({ persons: ['buurt', 'inkomen'] });
  });

  it('keeps the tag of a pseudonym, and writes equal bytes for any number of threads', async () => {
    const sql = 'SELECT person, buurt, avg(deel) AS d FROM persons GROUP BY person, buurt';
    const results = await Promise.all(
      [1, 2, 2].map((threads) => analyse(analysis(sql, { limits: { threads } }))),
    );
    expect(results[0]?.columns[0]).toEqual({ name: 'person', type: 'pseudonym', pseudonym: tag });
    expect(new Set(results.map(({ sha256 }) => sha256)).size).toBe(1);
  });

  it("needs each of its parameters, and takes a theme's others", async () => {
    const sql = 'SELECT buurt FROM persons WHERE inkomen = $a';
    expect(await reasonOf(analyse(analysis(sql)))).toBe('parameter-missing');
    expect(await reasonOf(analyse(analysis(sql, { params: { a: 1, b: 2 } })))).toBe('accepted');
    expect(await reasonOf(analyse(analysis(sql, { params: { a: 1.5 } })))).toBe('accepted');
  });

  it('refuses a pseudonym that is no text in its file, and a list of anything', async () => {
    const columns = [{ name: 'lijst', type: 'pseudonym', pseudonym: tag } as const];
    const inputs = [{ table: 'persons', files: [persons], columns }];
    expect(await reasonOf(analyse(analysis('SELECT lijst FROM persons', { inputs })))).toBe('output-type');
    const list = 'SELECT array_agg(inkomen ORDER BY inkomen) AS u FROM persons';
    expect(await reasonOf(analyse(analysis(list)))).toBe('output-type');
  });

  it('refuses a column of the file that is not granted, and writes nothing', async () => {
    const task = analysis('SELECT bsn FROM persons');
    expect(await reasonOf(analyse(task))).toBe('column-not-granted');
    expect(existsSync(task.out)).toBe(false);
  });

  it('stops at its time, at its memory, and when aborted', async () => {
    const endless =
      'SELECT count(*) AS n FROM persons AS a, persons AS b, persons AS c, persons AS d WHERE a.inkomen + b.inkomen + c.inkomen + d.inkomen = 7';
    expect(await reasonOf(analyse(analysis(endless, { limits: { seconds: 0.2 } })))).toBe('time-limit');
    const wide =
      'SELECT a.buurt AS x, b.buurt AS y FROM persons AS a, persons AS b ORDER BY a.inkomen, b.inkomen';
    expect(await reasonOf(analyse(analysis(wide, { limits: { memory: '20MB', spill: '1MB' } })))).toBe(
      'memory-limit',
    );
    const stop = new AbortController();
    const running = analyse(analysis(endless, { signal: stop.signal }));
    setTimeout(() => stop.abort(), 300);
    expect(await reasonOf(running)).toBe('ServerUnavailable');
    const before = analyse(analysis(endless, { signal: AbortSignal.abort() }));
    expect(await reasonOf(before)).toBe('ServerUnavailable');
  });

  it('shows no value when a statement fails on the data', async () => {
    const error = await analyse(analysis('SELECT CAST(buurt AS INTEGER) AS b FROM persons')).catch((e) => e);
    expect(error.details.reason).toBe('run-failed');
    expect(JSON.stringify([error.message, error.details])).not.toContain('BU');
  });
});

describe('a locked session, without the subset check in front of it', () => {
  it('reads and writes no other file, changes no setting, loads nothing', async () => {
    const out = join(folder, 'locked.parquet');
    const session = await LockedSession.open(join(folder, 'spill'), {});
    await session.lock([{ table: 'persons', files: [persons], columns: ['buurt'] }], out);
    const attempts = [
      `SELECT * FROM read_parquet('${persons}')`,
      `SELECT * FROM '${persons}'`,
      'SELECT bsn FROM persons',
      `SELECT * FROM glob('${folder}/*')`,
      "SELECT * FROM read_text('/etc/hostname')",
      "SELECT getenv('HOME')",
    ];
    for (const attempt of attempts) {
      expect(await reasonOf(session.execute(attempt, {})), attempt).not.toBe('accepted');
    }
    await session.execute('SELECT buurt FROM persons', {});
    expect(await reasonOf(session.write(['buurt'], join(folder, 'elsewhere.parquet')))).not.toBe('accepted');
    expect(existsSync(join(folder, 'elsewhere.parquet'))).toBe(false);
    expect(await session.write(['buurt'], out)).toBe(3000);
    session.close();
  });
});
