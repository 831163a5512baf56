import { mixedTag } from './pseudonym-rules.js';
import { compare, resolveAll, resolveCondition } from './resolve-expression.js';
import {
  EMPTY_FROM,
  type Env,
  type From,
  markRead,
  type NamedValue,
  type Query,
  type Relation,
  refuseAt,
  renamed,
  tableRelation,
} from './scope.js';
import { commonType } from './silent-differences.js';
import { child, isNode, type SyntaxNode, text, texts } from './syntax.js';
import { allRefs, derived, NO_REFS, union, type Value } from './value.js';

/** What a FROM clause offers to names. @throws SluisError SqlRefused */
export function resolveFrom(env: Env, node: SyntaxNode): From {
  switch (node.type) {
    case 'EMPTY':
      return EMPTY_FROM;
    case 'BASE_TABLE':
      return single(env, node, baseTable(env, node));
    case 'SUBQUERY':
      return single(env, node, derivedTable(env, node));
    case 'EXPRESSION_LIST':
      return single(env, node, valuesList(env, node));
    case 'JOIN':
      return resolveJoin(env, node);
    default:
      throw refuseAt(env, node, 'unsupported-construct', text(node, 'type'));
  }
}

function single(env: Env, node: SyntaxNode, relation: Relation): From {
  const columns = renamed(env, node, relation.columns, texts(node, 'column_name_alias'));
  const name = text(node, 'alias').toLowerCase() || relation.name;
  return { relations: [{ ...relation, name, columns }], columns, rows: relation.rows };
}

function baseTable(env: Env, node: SyntaxNode): Relation {
  const name = text(node, 'table_name').toLowerCase();
  const cte = env.ctes.get(name);
  if (cte !== undefined) return { name, ...cte };
  const table = env.trace.tables.get(name);
  if (table === undefined) throw refuseAt(env, node, 'table-not-granted', name);
  const relation = tableRelation(table);
  for (const [key, ref] of relation.rows) env.trace.read.set(key, ref);
  return relation;
}

function derivedTable(env: Env, node: SyntaxNode): Relation {
  const query = env.subquery(env, child(child(node, 'subquery') ?? {}, 'node') ?? {});
  return { name: text(node, 'alias').toLowerCase(), ...query };
}

/** VALUES (…), (…): a small code list inside the statement. */
function valuesList(env: Env, node: SyntaxNode): Relation {
  const lists = Array.isArray(node.values) ? node.values.filter(Array.isArray) : [];
  const rows = lists.map((list) => resolveAll(env, list.filter(isNode)));
  const columns = (rows[0] ?? []).map((_, index): NamedValue => {
    const values = rows.map((row) => row[index]).filter((value) => value !== undefined);
    return { name: `col${index}`, value: derived(values, commonType(values), mixedTag(env.trace, values)) };
  });
  return { name: text(node, 'alias').toLowerCase(), columns, rows: NO_REFS };
}

function resolveJoin(env: Env, node: SyntaxNode): From {
  const left = resolveFrom(env, child(node, 'left') ?? {});
  // A derived table on the right may name what stands on its left (LATERAL).
  const beside: Env = { ...env, scope: { from: left, parent: env.scope, aliases: new Set() } };
  const right = resolveFrom(beside, child(node, 'right') ?? {});
  const relations = [...left.relations, ...right.relations];
  const names = relations.map(({ name }) => name).filter((name) => name !== '');
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw refuseAt(env, node, 'table-twice', twice);
  const using = texts(node, 'using_columns').map((name) => name.toLowerCase());
  const shared = using.map((name) => sharedColumn(env, node, name, left, right));
  const rest = [...left.columns, ...right.columns].filter(({ name }) => !using.includes(name));
  const columns = [...shared, ...rest];
  const from: From = { relations, columns, rows: union(left.rows, right.rows) };
  const condition = child(node, 'condition');
  const scope = { from, parent: env.scope, aliases: new Set<string>() };
  const conditions = condition === null ? [] : [resolveCondition({ ...env, scope }, condition, 'ON')];
  const decided = allRefs([...shared.map(({ value }) => value), ...conditions]);
  return { ...from, rows: union(from.rows, decided) };
}

function sharedColumn(env: Env, node: SyntaxNode, name: string, left: Query, right: Query): NamedValue {
  const [a, b] = [left, right].map((side) => only(env, node, name, side));
  const pair = [a as Value, b as Value];
  compare(env, node, pair[0] as Value, pair[1] as Value);
  for (const value of pair) markRead(env, value);
  return { name, value: derived(pair, commonType(pair), mixedTag(env.trace, pair)) };
}

function only(env: Env, node: SyntaxNode, name: string, side: Query): Value {
  const hits = side.columns.filter((column) => column.name === name);
  if (hits.length > 1) throw refuseAt(env, node, 'column-ambiguous', name);
  if (hits[0] === undefined) throw refuseAt(env, node, 'column-not-granted', name);
  return hits[0].value;
}
