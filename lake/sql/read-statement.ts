import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { checkSubset } from './check-subset.js';
import { FLOATING_AGGREGATES } from './functions.js';
import { refusal } from './refusals.js';
import { notSelect } from './statement-kind.js';
import { checkSurface, withoutEnd } from './surface.js';
import { child, children, isNode, type SyntaxNode, text } from './syntax.js';

const MAX_BYTES = 100_000;

/** One SELECT of the subset, parsed; its names are not resolved yet. */
export interface Statement {
  readonly sql: string;
  /** The statement without a closing semicolon and comments: it can stand between parentheses. */
  readonly body: string;
  readonly root: SyntaxNode;
  /** Names of its parameters, without the dollar sign, sorted. */
  readonly parameters: readonly string[];
  /** False where an aggregate adds floating point numbers: the last bits then depend on the order of rows. */
  readonly exact: boolean;
}

/**
 * Parses one statement with the engine's own parser and checks it against the subset that DuckDB and Trino read alike.
 * Nothing is executed, no table is needed.
 * @throws SluisError SqlRefused; `details.reason` is a key of REFUSALS
 */
export async function readStatement(sql: string): Promise<Statement> {
  if (Buffer.byteLength(sql) > MAX_BYTES) throw refusal('too-long');
  if (sql.includes('\0')) throw refusal('null-character');
  checkSurface(sql);
  const root = await parse(sql);
  checkSubset(root, sql);
  const { parameters, functions } = collect(root);
  const exact = ![...functions].some((name) => FLOATING_AGGREGATES.has(name));
  return { sql, body: withoutEnd(sql), root, parameters: [...parameters].sort(), exact };
}

async function parse(sql: string): Promise<SyntaxNode> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: '128MB',
    enable_external_access: 'false',
    lock_configuration: 'true',
  });
  const connection = await instance.connect();
  try {
    const tree = await syntaxTree(connection, sql);
    if ((await statementCount(connection, sql)) !== 1) throw refusal('not-one');
    return tree;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function statementCount(connection: DuckDBConnection, sql: string): Promise<number> {
  try {
    return (await connection.extractStatements(sql)).count;
  } catch {
    throw refusal('syntax');
  }
}

async function syntaxTree(connection: DuckDBConnection, sql: string): Promise<SyntaxNode> {
  const tree = await serialise(connection, sql);
  if (tree.error === true) throw text(tree, 'error_type') === 'parser' ? refusal('syntax') : notSelect(sql);
  const statements = children(tree, 'statements');
  const node = statements[0] === undefined ? null : child(statements[0], 'node');
  if (statements.length !== 1 || node === null) throw refusal('not-one');
  return node;
}

async function serialise(connection: DuckDBConnection, sql: string): Promise<SyntaxNode> {
  try {
    const query = 'SELECT json_serialize_sql($1::VARCHAR, skip_null := false, skip_empty := false)';
    const reader = await connection.runAndReadAll(query, [sql]);
    const tree: unknown = JSON.parse(String(reader.getRows()[0]?.[0]));
    if (isNode(tree)) return tree;
  } catch {
    // The engine's text may quote the statement; what matters is that there is no tree.
  }
  throw refusal('syntax');
}

function collect(root: SyntaxNode): { parameters: Set<string>; functions: Set<string> } {
  const parameters = new Set<string>();
  const functions = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    if (!isNode(value)) return;
    if (value.class === 'PARAMETER') parameters.add(text(value, 'identifier'));
    if (typeof value.function_name === 'string') functions.add(value.function_name.toLowerCase());
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(root);
  return { parameters, functions };
}
