import { pickEach } from './picked.js';
import { checkComparable, mixedTag } from './pseudonym-rules.js';
import { orderExpressions, ordering, resolveCondition, resolveExpression } from './resolve-expression.js';
import { resolveFrom } from './resolve-from.js';
import {
  type Env,
  lineAt,
  markRead,
  type NamedValue,
  type Query,
  refuseAt,
  renamed,
  type Scope,
} from './scope.js';
import { commonType } from './silent-differences.js';
import { child, children, isNode, type SyntaxNode, text, texts } from './syntax.js';
import { allRefs, derived, type Refs, union, type Value } from './value.js';

/** Where the columns and the rows of a query come from. @throws SluisError SqlRefused */
export function resolveQuery(outer: Env, node: SyntaxNode): Query {
  const env = withCtes(outer, node);
  switch (node.type) {
    case 'SELECT_NODE':
      return resolveSelect(env, node);
    case 'SET_OPERATION_NODE':
      return resolveSetOperation(env, node);
    default:
      throw refuseAt(env, node, 'unsupported-construct', text(node, 'type'));
  }
}

function withCtes(env: Env, node: SyntaxNode): Env {
  let current = env;
  for (const entry of children(child(node, 'cte_map') ?? {}, 'map')) {
    const name = text(entry, 'key').toLowerCase();
    const definition = child(entry, 'value') ?? {};
    const query = child(child(definition, 'query') ?? {}, 'node') ?? {};
    if (env.trace.tables.has(name)) throw refuseAt(env, query, 'shadowed-table', name);
    const resolved = resolveCte(current, query, texts(definition, 'aliases'));
    current = { ...current, ctes: new Map([...current.ctes, [name, resolved]]) };
  }
  return current;
}

function resolveCte(env: Env, node: SyntaxNode, aliases: readonly string[]): Query {
  if (node.type === 'RECURSIVE_CTE_NODE') return resolveRecursion(withCtes(env, node), node, aliases);
  const query = resolveQuery(env, node);
  return { ...query, columns: renamed(env, node, query.columns, aliases) };
}

function resolveSelect(outer: Env, node: SyntaxNode): Query {
  const from = resolveFrom(outer, child(node, 'from_table') ?? {});
  const list = children(node, 'select_list');
  const aliases = new Set(
    list.map((item) => text(item, 'alias').toLowerCase()).filter((alias) => alias !== ''),
  );
  const scope: Scope = { from, parent: outer.scope, aliases };
  const env: Env = { ...outer, scope };
  const columns = list.flatMap((item) => selectItem(env, item));
  const conditions = ['where_clause', 'having'].map((key) => child(node, key)).filter(isNode);
  const groups = children(node, 'group_expressions').map((item) => byPosition(env, item, columns));
  const used = [...conditions.map((one) => resolveCondition(env, one, 'WHERE')), ...groups];
  pickEach(env.trace, groups);
  const rows = union(from.rows, allRefs(used), modifierRefs(env, node, columns));
  return { columns, rows };
}

function selectItem(env: Env, item: SyntaxNode): readonly NamedValue[] {
  if (item.class !== 'STAR') {
    const name =
      text(item, 'alias') || (item.class === 'COLUMN_REF' ? (texts(item, 'column_names').at(-1) ?? '') : '');
    return [{ name: name.toLowerCase(), value: resolveExpression(env, item) }];
  }
  const from = env.scope?.from;
  const table = text(item, 'relation_name').toLowerCase();
  const source = table === '' ? from : from?.relations.find(({ name }) => name === table);
  if (source === undefined) throw refuseAt(env, item, 'table-not-granted', table);
  for (const { value } of source.columns) markRead(env, value);
  return source.columns;
}

/** A whole number in GROUP BY or ORDER BY is the position of an output column. */
function byPosition(env: Env, item: SyntaxNode, columns: readonly NamedValue[]): Value {
  const index = item.class === 'CONSTANT' ? child(item, 'value')?.value : undefined;
  if (typeof index !== 'number') return resolveExpression(env, item);
  const column = columns[index - 1];
  if (column === undefined) throw refuseAt(env, item, 'order-position');
  return column.value;
}

/** DISTINCT looks at all columns; ORDER BY may name an output column, by the standard before any other. */
function modifierRefs(env: Env, node: SyntaxNode, columns: readonly NamedValue[]): Refs {
  const modifiers = children(node, 'modifiers');
  const distinct = modifiers.some((modifier) => text(modifier, 'type') === 'DISTINCT_MODIFIER');
  const orders = modifiers.flatMap((modifier) => orderExpressions(children(modifier, 'orders')));
  const values = orders.map((item) => {
    const names = texts(item, 'column_names');
    const own = columns.find(({ name }) => names.length === 1 && name === names[0]?.toLowerCase());
    return ordering(env, item, own?.value ?? byPosition(env, item, columns));
  });
  const whole = distinct ? columns.map(({ value }) => value) : [];
  pickEach(env.trace, whole);
  return allRefs([...whole, ...values]);
}

function resolveSetOperation(env: Env, node: SyntaxNode): Query {
  const left = resolveQuery(env, child(node, 'left') ?? {});
  const right = resolveQuery(env, child(node, 'right') ?? {});
  const columns = merged(env, node, left, right);
  // Which rows an EXCEPT, INTERSECT or UNION without ALL keeps depends on all columns of both sides.
  const isAll = text(node, 'setop_type') === 'UNION' && node.setop_all === true;
  const whole = isAll ? [] : columns.map(({ value }) => value);
  pickEach(env.trace, whole);
  const ordered = { ...env, scope: null };
  return {
    columns,
    rows: union(left.rows, right.rows, allRefs(whole), modifierRefs(ordered, node, columns)),
  };
}

function merged(env: Env, node: SyntaxNode, left: Query, right: Query): readonly NamedValue[] {
  if (left.columns.length !== right.columns.length) throw refuseAt(env, node, 'column-count', 'union');
  return left.columns.map(({ name, value }, index) => {
    const other = (right.columns[index] as NamedValue).value;
    checkComparable(env.trace, value, other, lineAt(env, node));
    const tag = mixedTag(env.trace, [value, other]);
    return { name, value: derived([value, other], commonType([value, other]), tag) };
  });
}

/** A recursive query reads itself: repeated until nothing new is known, which the number of columns and inputs bounds. */
function resolveRecursion(env: Env, node: SyntaxNode, aliases: readonly string[]): Query {
  const name = text(node, 'cte_name').toLowerCase();
  const seed = resolveQuery(env, child(node, 'left') ?? {});
  let known: Query = { ...seed, columns: renamed(env, node, seed.columns, aliases) };
  for (;;) {
    const inner = { ...env, ctes: new Map([...env.ctes, [name, known]]) };
    const step = resolveQuery(inner, child(node, 'right') ?? {});
    const next = { columns: merged(env, node, known, step), rows: union(known.rows, step.rows) };
    if (fingerprint(next) === fingerprint(known)) return next;
    known = next;
  }
}

/** All that is known of a query, as text: also what grows no set (a NULL that becomes a constant or a pseudonym). */
function fingerprint(query: Query): string {
  const values = query.columns.map(({ value }) => ({
    ...value,
    ...Object.fromEntries(
      (['direct', 'indirect', 'carried'] as const).map((key) => [key, [...value[key].keys()].sort()]),
    ),
    through: [...value.through].sort(),
  }));
  return JSON.stringify([values, [...query.rows.keys()].sort()]);
}
