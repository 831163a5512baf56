import { chmod, mkdir } from 'node:fs/promises';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue, version } from '@duckdb/node-api';
import { engineError } from './duckdb-errors.js';

export interface DuckDbOptions {
  /** Folder for spill: made when absent, mode 0700. What spills is plain: sweep it at start and after each run. */
  readonly tempFolder: string;
  /** @default 2 */
  readonly threads?: number;
  /** Limit of the buffer manager; the process takes about 200 MB more. @default "1GB" */
  readonly memoryLimit?: string;
}

/**
 * Limit for what sorts a whole dataset into a Parquet file: beside the buffers, the writer takes up to 400 MB that no
 * limit knows of, and a worker shall stay under 1.5 GB. What does not fit spills.
 */
export const SORTING_MEMORY = '750MB';

/** Version of the query engine; it stands in the footer of every Parquet file and so in its digest. */
export function engineVersion(): string {
  return `duckdb ${version()}`;
}

/**
 * One in-memory engine with one connection. Every failure comes out as a SluisError without the engine's text,
 * which quotes values.
 */
export class DuckDbSession {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  static async open(options: DuckDbOptions): Promise<DuckDbSession> {
    await mkdir(options.tempFolder, { recursive: true, mode: 0o700 });
    await chmod(options.tempFolder, 0o700);
    try {
      const instance = await DuckDBInstance.create(':memory:', {
        threads: String(options.threads ?? 2),
        memory_limit: options.memoryLimit ?? '1GB',
        temp_directory: options.tempFolder,
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
      });
      return new DuckDbSession(instance, await instance.connect());
    } catch (error) {
      throw engineError(error);
    }
  }

  /** Runs a statement and returns how many rows it changed, copied or made. */
  async run(sql: string): Promise<number> {
    try {
      return (await this.#connection.run(sql)).rowsChanged;
    } catch (error) {
      throw engineError(error);
    }
  }

  /** Runs a query of few rows. Integers come as bigint, DECIMAL and DATE as the engine's value objects. */
  async rows(sql: string): Promise<readonly Readonly<Record<string, DuckDBValue>>[]> {
    try {
      return (await this.#connection.runAndReadAll(sql)).getRowObjects();
    } catch (error) {
      throw engineError(error);
    }
  }

  /** The one row of an aggregate, with all its counts as numbers (exact up to 2^53). */
  async counts(sql: string): Promise<Readonly<Record<string, number>>> {
    const row = (await this.rows(sql))[0] ?? {};
    return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value ?? 0)]));
  }

  /** Fills an existing table of text and blob columns, row by row, outside any SQL text. */
  async append(table: string, rows: Iterable<readonly (string | Uint8Array | null)[]>): Promise<void> {
    try {
      const appender = await this.#connection.createAppender(table);
      for (const row of rows) {
        for (const value of row) {
          if (value === null) appender.appendNull();
          else if (typeof value === 'string') appender.appendVarchar(value);
          else appender.appendBlob(value);
        }
        appender.endRow();
      }
      appender.closeSync();
    } catch (error) {
      throw engineError(error);
    }
  }

  /** Stops a running statement; it then fails with ServerUnavailable. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

/** Opens a session for the length of one task; an abort interrupts the running statement. */
export async function withDuckDb<T>(
  options: DuckDbOptions & { readonly signal?: AbortSignal },
  task: (session: DuckDbSession) => Promise<T>,
): Promise<T> {
  const session = await DuckDbSession.open(options);
  const stop = () => session.interrupt();
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    options.signal?.throwIfAborted();
    return await task(session);
  } finally {
    options.signal?.removeEventListener('abort', stop);
    session.close();
  }
}
