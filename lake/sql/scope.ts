import type { DatasetColumn, PseudonymTag } from '../../domain/dataset.js';
import { functionRefusal } from './functions.js';
import { type RefusalReason, refusal } from './refusals.js';
import { lineOf, position, type SyntaxNode } from './syntax.js';
import { type InputRef, type Refs, refs, type Value, withIndirect } from './value.js';

/** A table that a statement may read: only these columns of it exist for the statement. */
export interface SqlTable {
  readonly name: string;
  readonly columns: readonly Pick<DatasetColumn, 'name' | 'type' | 'pseudonym'>[];
}

export interface NamedValue {
  readonly name: string;
  readonly value: Value;
}

/** A resolved query: its columns, and everything that decides which rows it has. */
export interface Query {
  readonly columns: readonly NamedValue[];
  readonly rows: Refs;
}

export interface Relation extends Query {
  readonly name: string;
}

/** What FROM offers: relations for qualified names, and columns (USING merged) for the others and for the star. */
export interface From extends Query {
  readonly relations: readonly Relation[];
}

export interface Scope {
  readonly from: From;
  readonly parent: Scope | null;
  /** Aliases of the SELECT list, which standard SQL does not offer inside the same SELECT. */
  readonly aliases: ReadonlySet<string>;
}

/** What one resolution gathers. */
export interface Trace {
  readonly sql: string;
  readonly tables: ReadonlyMap<string, SqlTable>;
  readonly read: Map<string, InputRef>;
  readonly links: Map<string, PseudonymLink>;
  /** Columns that meet a literal or a parameter: those who write the statement choose among their values. */
  readonly picked: Map<string, InputRef>;
  /** What becomes of pseudonyms of different types in one expression: an error, or a link that a gate judges. */
  readonly mixed: 'refused' | 'told';
}

/**
 * Pseudonyms that a statement compares or mixes, and the tables that they come from: of one type where those of two or more
 * tables meet (rule X05 asks whether they may), and of two types wherever they meet (rule X03).
 */
export interface PseudonymLink {
  readonly tags: readonly [PseudonymTag, PseudonymTag];
  readonly tables: readonly string[];
}

export interface Env {
  readonly trace: Trace;
  readonly ctes: ReadonlyMap<string, Query>;
  readonly scope: Scope | null;
  /** Resolves a query inside this one (handed in, so that expressions need not know queries). */
  readonly subquery: (env: Env, node: SyntaxNode) => Query;
}

export const EMPTY_FROM: From = { relations: [], columns: [], rows: new Map() };
const MOMENT =
  /^(current_(date|time|timestamp|user|role|catalog|schema)|localtime(stamp)?|user|session_user)$/;

/** The refusal at the line of a node. */
export function refuseAt(env: Env, node: SyntaxNode, reason: RefusalReason, name?: string): Error {
  const line = lineAt(env, node);
  return refusal(reason, {
    ...(name === undefined ? {} : { name }),
    ...(line === undefined ? {} : { line }),
  });
}

export function lineAt(env: Env, node: SyntaxNode): number | undefined {
  const at = position(node);
  return at === undefined ? undefined : lineOf(env.trace.sql, at);
}

/** Where a column of FROM comes from is only "read" once a name or a star asks for it. */
export function markRead(env: Env, value: Value): Value {
  for (const set of [value.direct, value.indirect]) {
    for (const [key, ref] of set) env.trace.read.set(key, ref);
  }
  return value;
}

/** Resolves the name of a column as the standard does: the nearest scope that knows it. */
export function resolveColumn(env: Env, node: SyntaxNode, names: readonly string[]): Value {
  if (names.length > 2) throw refuseAt(env, node, 'nested-name');
  const column = (names.at(-1) ?? '').toLowerCase();
  const table = names.length === 2 ? (names[0] ?? '').toLowerCase() : null;
  for (let scope = env.scope; scope !== null; scope = scope.parent) {
    const found =
      table === null ? unqualified(env, node, scope, column) : qualified(env, node, scope, table, column);
    if (found !== null) return markRead(env, found);
  }
  if (table !== null) throw refuseAt(env, node, 'column-not-granted', `${table}.${column}`);
  if (MOMENT.test(column)) throw refuseAt(env, node, functionRefusal('now'), column);
  throw refuseAt(env, node, 'column-not-granted', column);
}

function unqualified(env: Env, node: SyntaxNode, scope: Scope, column: string): Value | null {
  const hits = scope.from.columns.filter(({ name }) => name === column);
  if (hits.length > 1) throw refuseAt(env, node, 'column-ambiguous', column);
  if (hits[0] !== undefined) return hits[0].value;
  if (scope.aliases.has(column)) throw refuseAt(env, node, 'alias-reuse', column);
  if (scope.from.relations.some(({ name }) => name === column)) {
    throw refuseAt(env, node, 'whole-row', column);
  }
  return null;
}

function qualified(env: Env, node: SyntaxNode, scope: Scope, table: string, column: string): Value | null {
  const relation = scope.from.relations.find(({ name }) => name === table);
  if (relation === undefined) {
    if (scope.from.columns.some(({ name }) => name === table)) throw refuseAt(env, node, 'nested-name');
    return null;
  }
  const hit = relation.columns.find(({ name }) => name === column);
  if (hit === undefined) throw refuseAt(env, node, 'column-not-granted', `${table}.${column}`);
  return hit.value;
}

/** The columns of an input as a relation. */
export function tableRelation(table: SqlTable): Relation {
  const rows = refs(table.name, '*');
  const columns = table.columns.map((column) => ({
    name: column.name.toLowerCase(),
    value: {
      direct: refs(table.name, column.name),
      indirect: new Map(),
      carried: refs(table.name, column.name),
      through: new Set<string>(),
      tag: column.pseudonym ?? null,
      type: column.type,
      written: 0,
    },
  }));
  return { name: table.name.toLowerCase(), columns, rows };
}

/** The result of a query as one value: a scalar subquery. */
export function scalarOf(query: Query, value: Value): Value {
  return withIndirect(value, query.rows);
}

export function renamed(
  env: Env,
  node: SyntaxNode,
  columns: readonly NamedValue[],
  names: readonly string[],
): readonly NamedValue[] {
  if (names.length > columns.length) throw refuseAt(env, node, 'column-count', 'aliases');
  return columns.map(({ name, value }, index) => ({ name: (names[index] ?? name).toLowerCase(), value }));
}
