import type { ColumnType, PseudonymTag } from '../../domain/dataset.js';
import type { Statement } from './read-statement.js';
import { refusal } from './refusals.js';
import { resolveQuery } from './resolve-query.js';
import type { PseudonymLink, SqlTable, Trace } from './scope.js';
import { type InputRef, ROWS, sorted, withIndirect } from './value.js';

/** Where one output column comes from. A column "*" stands for the existence of the rows of its table. */
export interface OutputLineage {
  readonly name: string;
  /** Columns whose values enter it. */
  readonly direct: readonly InputRef[];
  /** Columns that decide which rows enter it: filters, joins, groups, order, conditions, and rows themselves. */
  readonly indirect: readonly InputRef[];
  /** Of `direct`: columns whose own values can be seen in it; counted and summed ones cannot. */
  readonly carried: readonly InputRef[];
  /** Aggregates and window functions that its values went through, sorted. */
  readonly through: readonly string[];
  /** Set where each of its values is such a pseudonym as it stands: a unit id, never a figure; as many as entities. */
  readonly pseudonym?: PseudonymTag;
  /** As far as it is known before the run. */
  readonly type: ColumnType | 'unknown';
}

export interface StatementLineage {
  readonly outputs: readonly OutputLineage[];
  /** Columns that the statement reads at all, per table, sorted; a table whose rows alone are counted has none. */
  readonly read: Readonly<Record<string, readonly string[]>>;
  /** Pseudonyms that meet in it, of records of several tables or of different types. */
  readonly links: readonly PseudonymLink[];
  /** Columns among whose values it chooses by a literal or a parameter. */
  readonly picked: readonly InputRef[];
}

/**
 * Resolves every name against the granted tables and follows each output column back to them.
 * @throws SluisError SqlRefused on a table or column that is not granted, and on rule X03
 */
export function traceLineage(statement: Statement, tables: readonly SqlTable[]): StatementLineage {
  return traced(statement, tables, 'refused');
}

/**
 * Pseudonyms that meet in a statement, also those of different types that `traceLineage` refuses: what a gate judges.
 * @throws SluisError SqlRefused on a table or column that is not granted
 */
export function pseudonymLinks(statement: Statement, tables: readonly SqlTable[]): StatementLineage['links'] {
  return traced(statement, tables, 'told').links;
}

function traced(statement: Statement, tables: readonly SqlTable[], mixed: Trace['mixed']): StatementLineage {
  const trace: Trace = {
    sql: statement.sql,
    tables: new Map(tables.map((table) => [table.name.toLowerCase(), table])),
    read: new Map(),
    links: new Map(),
    picked: new Map(),
    mixed,
  };
  const query = resolveQuery({ trace, ctes: new Map(), scope: null, subquery: resolveQuery }, statement.root);
  const names = query.columns.map(({ name }) => name);
  names.forEach((name, index) => {
    const usable = /^[a-z][a-z0-9_]{0,62}$/.test(name) && names.indexOf(name) === index;
    if (!usable)
      throw refusal('output-name', { name: /^[a-z_][a-z0-9_]*$/.test(name) ? name : `c${index + 1}` });
  });
  const outputs = query.columns.map(({ name, value }): OutputLineage => {
    if (value.fields !== undefined) throw refusal('row-value');
    const { direct, indirect, carried, through, tag, type } = withIndirect(value, query.rows);
    const pseudonym = tag === null ? {} : { pseudonym: tag };
    const known = type === 'interval' ? 'unknown' : type;
    return {
      name,
      direct: sorted(direct),
      indirect: sorted(indirect),
      carried: sorted(carried),
      through: [...through].sort(),
      type: known,
      ...pseudonym,
    };
  });
  const links = [...trace.links.values()];
  return { outputs, read: readColumns(trace), links, picked: sorted(trace.picked) };
}

function readColumns(trace: Trace): Readonly<Record<string, readonly string[]>> {
  const read: Record<string, string[]> = {};
  for (const { table, column } of sorted(trace.read)) {
    read[table] ??= [];
    if (column !== ROWS) read[table].push(column);
  }
  return read;
}
