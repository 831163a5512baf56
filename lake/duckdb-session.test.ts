import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SluisError } from '../domain/errors.js';
import { DuckDbSession, withDuckDb } from './duckdb-session.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-session-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const failure = (promise: Promise<unknown>): Promise<SluisError> =>
  promise.then(
    () => {
      throw new Error('expected a failure');
    },
    (error: SluisError) => error,
  );

describe('a session of the engine', () => {
  it('keeps values that the engine quotes out of its errors', async () => {
    const path = join(folder, 'bad.csv');
    await writeFile(path, 'a;b\n1;2\nMARKER-123;x;y\n');
    await withDuckDb({ tempFolder: join(folder, 'spill') }, async (session) => {
      const csv = await failure(
        session.rows(
          `SELECT * FROM read_csv('${path}', auto_detect=false, skip=1, delim=';', columns={'a':'VARCHAR','b':'VARCHAR'})`,
        ),
      );
      expect(csv).toBeInstanceOf(SluisError);
      expect(csv.code).toBe('SourceMalformed');
      expect(csv.details).toMatchObject({ line: 3, finding: 'ragged' });
      expect(JSON.stringify([csv.message, csv.details, csv.cause])).not.toContain('MARKER');
      const cast = await failure(session.rows("SELECT 'MARKER-9'::INTEGER"));
      expect(cast.code).toBe('SourceMalformed');
      expect(JSON.stringify([cast.message, cast.details, String(cast.stack)])).not.toContain('MARKER');
      expect((await failure(session.rows('SELECT * FROM absent'))).code).toBe('SpecInvalid');
      expect((await failure(session.rows("SELECT * FROM read_csv('/absent/file')"))).code).toBe(
        'ServerUnavailable',
      );
    });
  });

  it('keeps its spill folder to itself', async () => {
    const session = await DuckDbSession.open({ tempFolder: join(folder, 'own') });
    session.close();
    expect((await stat(join(folder, 'own'))).mode & 0o777).toBe(0o700);
  });

  it('loads no extension by itself', async () => {
    await withDuckDb({ tempFolder: join(folder, 'spill') }, async (session) => {
      const rows = await session.rows(
        "SELECT value FROM duckdb_settings() WHERE name IN ('autoinstall_known_extensions','autoload_known_extensions')",
      );
      expect(rows.map((row) => row.value)).toEqual(['false', 'false']);
    });
  });

  it('stops when its task is aborted', async () => {
    const stop = new AbortController();
    const running = withDuckDb({ tempFolder: join(folder, 'spill'), signal: stop.signal }, (session) => {
      setTimeout(() => stop.abort(), 100);
      return session.rows('SELECT sum(a.range * b.range) FROM range(10000000) a, range(100000) b');
    });
    expect((await failure(running)).code).toBe('ServerUnavailable');
  });
});
