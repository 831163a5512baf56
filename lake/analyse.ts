import { chmod, stat } from 'node:fs/promises';
import type { ColumnType, DatasetColumn, PseudonymTag } from '../domain/dataset.js';
import { SluisError } from '../domain/errors.js';
import { fileDigest } from './file-digest.js';
import {
  type AnalysisLimits,
  LockedSession,
  type ParameterValue,
  type ResultColumn,
} from './locked-session.js';
import { type StatementLineage, traceLineage } from './sql/lineage.js';
import { readStatement, type Statement } from './sql/read-statement.js';
import { refusal } from './sql/refusals.js';
import { identifier } from './sql-text.js';

/** One input of an analysis: a curated dataset version on local disk, under the name that the statement uses. */
export interface AnalysisInput {
  readonly table: string;
  readonly files: readonly string[];
  /** The granted columns with their pseudonym tags; nothing else of the files is loaded. */
  readonly columns: readonly Pick<DatasetColumn, 'name' | 'type' | 'pseudonym'>[];
}

export interface Analysis {
  readonly inputs: readonly AnalysisInput[];
  readonly sql: string;
  /** Values of the theme's named parameters ($name), among them all that the statement uses. */
  readonly params: Readonly<Record<string, ParameterValue>>;
  /** Absolute path of the Parquet file to write. */
  readonly out: string;
  readonly spillFolder: string;
  readonly limits?: AnalysisLimits;
  readonly signal?: AbortSignal;
}

export interface AnalysedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly pseudonym?: PseudonymTag;
}

export interface AnalysisResult {
  readonly rows: number;
  readonly columns: readonly AnalysedColumn[];
  readonly lineage: StatementLineage;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Runs one theme statement in a locked session that holds only the granted columns and writes its unprotected result
 * to a local Parquet file (ZSTD, rows ordered by all columns: equal bytes for equal inputs and parameters).
 * @throws SluisError SqlRefused (outside the subset, beyond the grant, over a limit), ServerUnavailable when aborted
 */
export async function analyse(analysis: Analysis): Promise<AnalysisResult> {
  const statement = await readStatement(analysis.sql);
  const tables = analysis.inputs.map(({ table, columns }) => ({ name: table, columns }));
  const lineage = traceLineage(statement, tables);
  const params = parametersOf(statement, analysis.params);
  const session = await LockedSession.open(
    analysis.spillFolder,
    threadsFor(statement, analysis.limits ?? {}),
  );
  const stop = () => session.interrupt();
  analysis.signal?.addEventListener('abort', stop, { once: true });
  try {
    orStop(analysis.signal);
    await session.lock(
      analysis.inputs.map(({ table, files, columns }) => ({
        table,
        files,
        columns: columns.map(({ name }) => name),
      })),
      analysis.out,
    );
    orStop(analysis.signal);
    const result = await session.execute(statement.body, params);
    const columns = result.map((column, index) => typed(column, lineage.outputs[index]?.pseudonym));
    const rows = await session.write(columns.map(stored), analysis.out);
    await chmod(analysis.out, 0o600);
    return { rows, columns, lineage, ...(await digest(analysis.out)) };
  } finally {
    analysis.signal?.removeEventListener('abort', stop);
    session.close();
  }
}

/** Between two statements there is nothing to interrupt. */
function orStop(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new SluisError('ServerUnavailable', 'The analysis was stopped before it ended.');
}

/** Sums of floating point differ in their last bits by the order of rows, so one thread computes them. */
function threadsFor(statement: Statement, limits: AnalysisLimits): AnalysisLimits {
  return statement.exact ? limits : { ...limits, threads: 1 };
}

/** The parameters of a theme serve all its statements; each statement is given those that it names. */
function parametersOf(statement: Statement, params: Analysis['params']): Analysis['params'] {
  const missing = statement.parameters.find((name) => !Object.hasOwn(params, name));
  if (missing !== undefined) throw refusal('parameter-missing', { name: missing });
  return Object.fromEntries(statement.parameters.map((name) => [name, params[name] as ParameterValue]));
}

const TYPES: Readonly<Record<string, ColumnType>> = {
  VARCHAR: 'text',
  SMALLINT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'integer',
  HUGEINT: 'integer',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
};

function typed({ name, engineType }: ResultColumn, pseudonym: PseudonymTag | undefined): AnalysedColumn {
  const type = engineType.startsWith('DECIMAL(') ? 'decimal' : TYPES[engineType];
  if (type === undefined || (pseudonym !== undefined && type !== 'text')) {
    throw refusal('output-type', { name });
  }
  return pseudonym === undefined ? { name, type } : { name, type: 'pseudonym', pseudonym };
}

/** Parquet has no 128-bit integer: sums of integers are written with 64 bits, or fail where they do not fit. */
function stored({ name, type }: AnalysedColumn): string {
  const column = identifier(name);
  return type === 'integer' ? `CAST(${column} AS BIGINT) AS ${column}` : column;
}

async function digest(path: string): Promise<{ sha256: string; bytes: number }> {
  return { sha256: await fileDigest(path), bytes: (await stat(path)).size };
}
