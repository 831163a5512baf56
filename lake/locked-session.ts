import { chmod, mkdir } from 'node:fs/promises';
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBType,
  VARCHAR,
} from '@duckdb/node-api';
import { SluisError } from '../domain/errors.js';
import { engineError } from './duckdb-errors.js';
import { type RefusalReason, refusal } from './sql/refusals.js';
import { identifier, literal } from './sql-text.js';

/** How much one statement may use. */
export interface AnalysisLimits {
  /** Wall-clock time. @default 600 */
  readonly seconds?: number;
  /** Of the buffer manager; the process takes about 200 MB more. @default "1GB" */
  readonly memory?: string;
  /** Bytes in the spill folder. @default "4GB" */
  readonly spill?: string;
  /** @default 2 */
  readonly threads?: number;
}

export type ParameterValue = string | number | boolean;

/** A table of the session: local Parquet files, of which only the granted columns are loaded. */
export interface GrantedTable {
  readonly table: string;
  readonly files: readonly string[];
  readonly columns: readonly string[];
}

export interface ResultColumn {
  readonly name: string;
  /** Name of the engine's type. */
  readonly engineType: string;
}

/**
 * An in-memory engine that holds the granted columns and nothing else. After `lock` it reads no file, loads no
 * extension, changes no setting, and writes one path alone.
 */
export class LockedSession {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #limits: AnalysisLimits;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, limits: AnalysisLimits) {
    this.#instance = instance;
    this.#connection = connection;
    this.#limits = limits;
  }

  /** @param spillFolder made when absent, mode 0700; what spills is plain: sweep it at start and after each run */
  static async open(spillFolder: string, limits: AnalysisLimits): Promise<LockedSession> {
    await mkdir(spillFolder, { recursive: true, mode: 0o700 });
    await chmod(spillFolder, 0o700);
    try {
      const instance = await DuckDBInstance.create(':memory:', {
        threads: String(limits.threads ?? 2),
        memory_limit: limits.memory ?? '1GB',
        temp_directory: spillFolder,
        max_temp_directory_size: limits.spill ?? '4GB',
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
        integer_division: 'true',
      });
      return new LockedSession(instance, await instance.connect(), limits);
    } catch (error) {
      throw engineError(error);
    }
  }

  /** Loads the tables, then shuts the session; `writable` is the one path that a result may be written to. */
  async lock(tables: readonly GrantedTable[], writable: string): Promise<void> {
    for (const { table, files, columns } of tables) {
      const list = files.map(literal).join(', ');
      const source = files.length === 0 ? null : `read_parquet([${list}], hive_partitioning = false)`;
      if (source === null || columns.length === 0) {
        throw new SluisError('DatasetUnknown', `Input "${table}" has no files or no granted columns.`);
      }
      const selected = columns.map(identifier).join(', ');
      await this.#run(`CREATE TABLE ${identifier(table)} AS SELECT ${selected} FROM ${source}`);
    }
    await this.#run(`SET allowed_paths = [${literal(writable)}]`);
    await this.#run('SET enable_external_access = false');
    await this.#run('SET lock_configuration = true');
  }

  /** Runs a statement that has passed the subset check into the table `result`. @returns its columns */
  async execute(
    body: string,
    parameters: Readonly<Record<string, ParameterValue>>,
  ): Promise<readonly ResultColumn[]> {
    let expired = false;
    const timer = setTimeout(
      () => {
        expired = true;
        this.interrupt();
      },
      (this.#limits.seconds ?? 600) * 1000,
    );
    try {
      await this.#prepared(`CREATE TEMP TABLE result AS (\n${body}\n)`, parameters);
    } catch (error) {
      throw expired ? refusal('time-limit') : runError(engineError(error));
    } finally {
      clearTimeout(timer);
    }
    const reader = await this.#connection.runAndReadAll('DESCRIBE result');
    return reader.getRowObjects().map((row) => ({
      name: String(row.column_name),
      engineType: String(row.column_type),
    }));
  }

  /** Writes expressions over `result` to the writable path, ordered by all columns: equal bytes for equal rows. */
  async write(columns: readonly string[], path: string): Promise<number> {
    const options = 'FORMAT parquet, COMPRESSION zstd';
    const query = `SELECT ${columns.join(', ')} FROM result ORDER BY ALL`;
    return this.#run(`COPY (${query}) TO ${literal(path)} (${options})`);
  }

  /** Stops a running statement; it then fails with ServerUnavailable. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #run(sql: string): Promise<number> {
    try {
      return (await this.#connection.run(sql)).rowsChanged;
    } catch (error) {
      throw engineError(error);
    }
  }

  async #prepared(sql: string, parameters: Readonly<Record<string, ParameterValue>>): Promise<void> {
    const statement = await this.#connection.prepare(sql);
    try {
      const names = Object.keys(parameters);
      if (names.length > 0) {
        const values = names.map((name) => [name, engineValue(parameters[name] as ParameterValue)]);
        const types = names.map((name) => [name, engineType(parameters[name] as ParameterValue)]);
        statement.bind(Object.fromEntries(values), Object.fromEntries(types));
      }
      await statement.run();
    } finally {
      statement.destroySync();
    }
  }
}

function engineValue(value: ParameterValue): string | number | boolean | bigint {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}

function engineType(value: ParameterValue): DuckDBType {
  if (typeof value === 'string') return VARCHAR;
  if (typeof value === 'boolean') return BOOLEAN;
  return Number.isSafeInteger(value) ? BIGINT : DOUBLE;
}

/** A statement that exceeds its limits or fails on the data will do so again: it is refused, not retried. */
function runError(error: SluisError): SluisError {
  const engineClass = String(error.details.engineClass ?? '');
  if (engineClass === 'INTERRUPT Error') return error;
  const reason: RefusalReason = engineClass === 'Out of Memory Error' ? 'memory-limit' : 'run-failed';
  return refusal(reason, { name: engineClass.replaceAll(' ', '_') });
}
