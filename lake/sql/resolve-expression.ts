import { AGGREGATE_FUNCTIONS, PICKING } from './functions.js';
import { pick, pickEach, writtenBy } from './picked.js';
import { checkComparable, mixedTag, refusePseudonyms, tagThrough } from './pseudonym-rules.js';
import { type Env, lineAt, refuseAt, resolveColumn, scalarOf } from './scope.js';
import { castType, checkSilentDifference, commonType, functionType } from './silent-differences.js';
import { child, children, isNode, type SyntaxNode, text, texts } from './syntax.js';
import {
  allRefs,
  constant,
  derived,
  judged,
  NAMES_ONE,
  NO_REFS,
  type Refs,
  ROWS,
  throughFunction,
  type Value,
  withIndirect,
} from './value.js';

/** Text matching compares as = does. */
const MATCHING = /^(!?~~|(not_)?like_escape|starts_with)$/;
/** Comparisons that ask no more of two pseudonyms than whether they are the same. */
const EQUALITIES = new Set(
  'COMPARE_EQUAL COMPARE_NOTEQUAL COMPARE_DISTINCT_FROM COMPARE_NOT_DISTINCT_FROM COMPARE_IN COMPARE_NOT_IN'.split(
    ' ',
  ),
);

/** How a comparison is written, for the message. */
const SIGNS: Readonly<Record<string, string>> = {
  COMPARE_GREATERTHAN: '>',
  COMPARE_LESSTHANOREQUALTO: '<=',
  COMPARE_GREATERTHANOREQUALTO: '>=',
  COMPARE_BETWEEN: 'BETWEEN',
};

/** Where an expression's value comes from. @throws SluisError SqlRefused */
export function resolveExpression(env: Env, node: SyntaxNode): Value {
  switch (node.class) {
    case 'COLUMN_REF':
      return resolveColumn(env, node, texts(node, 'column_names'));
    case 'CONSTANT':
      return literal(child(node, 'value') ?? {});
    case 'PARAMETER':
      return constant('unknown');
    case 'FUNCTION':
      return resolveFunction(env, node);
    case 'WINDOW':
      return resolveWindow(env, node);
    case 'COMPARISON':
      return comparison(
        env,
        node,
        ['left', 'right'].map((key) => resolveMember(env, node, key)),
      );
    case 'BETWEEN':
      return comparison(
        env,
        node,
        ['input', 'lower', 'upper'].map((key) => resolveMember(env, node, key)),
      );
    case 'CONJUNCTION':
      return judged(children(node, 'children').map((one) => resolveCondition(env, one, 'AND')));
    case 'OPERATOR':
      return resolveOperator(env, node);
    case 'CASE':
      return resolveCase(env, node);
    case 'CAST':
      return resolveCast(env, node);
    case 'SUBQUERY':
      return resolveSubquery(env, node);
    default:
      throw refuseAt(env, node, 'unsupported-construct', text(node, 'class'));
  }
}

export function resolveAll(env: Env, nodes: readonly SyntaxNode[]): readonly Value[] {
  return nodes.map((node) => resolveExpression(env, node));
}

/** What is taken for true or false: the engine would read a pseudonym there as such a word. */
export function resolveCondition(env: Env, node: SyntaxNode, where: string): Value {
  const value = resolveExpression(env, node);
  refusePseudonyms([value], 'pseudonym-text', placeOf(env, node, where));
  pick(env.trace, [value]);
  return value;
}

/** By what rows are ordered. */
export function resolveOrders(env: Env, nodes: readonly SyntaxNode[]): readonly Value[] {
  return nodes.map((node) => ordering(env, node, resolveExpression(env, node)));
}

export function ordering(env: Env, node: SyntaxNode, value: Value): Value {
  refusePseudonyms([value], 'pseudonym-order', placeOf(env, node, 'ORDER'));
  pick(env.trace, [value]);
  return value;
}

function placeOf(env: Env, node: SyntaxNode, name: string): { name: string; line?: number } {
  const line = lineAt(env, node);
  return { name, ...(line === undefined ? {} : { line }) };
}

function resolveMember(env: Env, node: SyntaxNode, key: string): Value {
  return resolveExpression(env, child(node, key) ?? {});
}

function literal(value: SyntaxNode): Value {
  const id = text(child(value, 'type') ?? {}, 'id');
  if (value.is_null === true) return { ...constant('unknown', 0), isNull: true };
  const number = typeof value.value === 'number' ? { number: value.value } : {};
  const letters = typeof value.value === 'string' ? value.value.length : NAMES_ONE;
  return { ...constant(castType(id), Math.min(letters, NAMES_ONE)), ...number };
}

/** Every later value is compared with the first: =, <, IN, BETWEEN. */
function comparison(env: Env, node: SyntaxNode, values: readonly Value[]): Value {
  for (const other of values.slice(1)) compare(env, node, values[0] as Value, other);
  const how = text(node, 'comparison_type') || text(node, 'type');
  if (/^COMPARE_/.test(how) && !EQUALITIES.has(how)) {
    refusePseudonyms(values, 'pseudonym-order', placeOf(env, node, SIGNS[how] ?? '<'));
  }
  return judged(values);
}

/** Checks that two values may be compared, and remembers which pseudonyms meet and what is held against a constant. */
export function compare(env: Env, node: SyntaxNode, left: Value, right: Value): void {
  checkComparable(env.trace, left, right, lineAt(env, node));
  pick(env.trace, [left, right]);
}

function resolveFunction(env: Env, node: SyntaxNode): Value {
  const name = text(node, 'function_name').toLowerCase();
  if (name === 'count_star') return countRows(env, node);
  const args = resolveAll(env, children(node, 'children'));
  const line = lineAt(env, node);
  if (name === 'row') return { ...derived(args, 'unknown'), fields: args };
  if (name === 'nullif') return resolveNullif(env, node, args);
  if (MATCHING.test(name)) {
    const matched = comparison(env, node, args);
    refusePseudonyms(args, 'pseudonym-text', placeOf(env, node, name));
    return matched;
  }
  const tag = tagThrough(name, args, line);
  checkSilentDifference(name, args, line);
  const written = writtenBy(env.trace, name, args);
  const value = { ...derived(args, functionType(name, args), tag), written };
  const made = AGGREGATE_FUNCTIONS.has(name) ? throughFunction(value, name, PICKING.has(name)) : value;
  return withIndirect(made, sideRefs(env, node));
}

function resolveNullif(env: Env, node: SyntaxNode, args: readonly Value[]): Value {
  if (args.some(({ fields }) => fields !== undefined)) throw refuseAt(env, node, 'row-value');
  const value = comparison(env, node, args);
  const first = args[0] as Value;
  return {
    ...value,
    type: first.type,
    tag: first.tag,
    carried: first.carried,
    nonZero: args[1]?.number === 0,
  };
}

/** count(*) is no column: it tells how many rows there are. */
function countRows(env: Env, node: SyntaxNode): Value {
  const rows = env.scope?.from.rows ?? NO_REFS;
  const direct = new Map([...rows].filter(([, ref]) => ref.column === ROWS));
  const value: Value = { ...constant('integer', 0), direct };
  return withIndirect(throughFunction(value, 'count', false), sideRefs(env, node));
}

/** FILTER (WHERE …) and ORDER BY inside an aggregate. */
function sideRefs(env: Env, node: SyntaxNode): Refs {
  const filter = child(node, 'filter');
  const orders = orderExpressions(children(child(node, 'order_bys') ?? {}, 'orders'));
  const filters = filter === null ? [] : [resolveCondition(env, filter, 'FILTER')];
  return allRefs([...filters, ...resolveOrders(env, orders)]);
}

export function orderExpressions(orders: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return orders.map((order) => child(order, 'expression')).filter(isNode);
}

function resolveWindow(env: Env, node: SyntaxNode): Value {
  const name = text(node, 'function_name').toLowerCase();
  const [args, offset, fallback] = [
    children(node, 'children'),
    some(node, 'offset_expr'),
    some(node, 'default_expr'),
  ].map((nodes) => resolveAll(env, nodes)) as [readonly Value[], readonly Value[], readonly Value[]];
  const own = [...args, ...offset, ...fallback];
  const partitions = resolveAll(env, children(node, 'partitions'));
  pickEach(env.trace, partitions);
  pick(env.trace, [...args, ...fallback]);
  const around = [
    ...partitions,
    ...resolveOrders(env, orderExpressions([...children(node, 'orders'), ...children(node, 'arg_orders')])),
    ...some(node, 'start_expr', 'end_expr', 'filter_expr').map((one) => resolveCondition(env, one, name)),
  ];
  const line = lineAt(env, node);
  checkSilentDifference(name, own, line);
  const through = tagThrough(name, [...args, ...offset], line);
  const tag = fallback.length === 0 ? through : mixedTag(env.trace, [...args.slice(0, 1), ...fallback], line);
  const counted = own.length === 0 ? [{ ...countRows(env, {}), through: new Set<string>() }] : own;
  const made = throughFunction(derived(counted, functionType(name, own), tag), name, PICKING.has(name));
  return withIndirect(made, allRefs(around));
}

function some(node: SyntaxNode, ...keys: readonly string[]): readonly SyntaxNode[] {
  return keys.map((key) => child(node, key)).filter(isNode);
}

function resolveOperator(env: Env, node: SyntaxNode): Value {
  const type = text(node, 'type');
  if (type === 'OPERATOR_NOT')
    return judged(children(node, 'children').map((one) => resolveCondition(env, one, 'NOT')));
  const values = resolveAll(env, children(node, 'children'));
  if (type === 'COMPARE_IN' || type === 'COMPARE_NOT_IN') return comparison(env, node, values);
  if (type === 'OPERATOR_COALESCE') {
    return derived(values, commonType(values), mixedTag(env.trace, values, lineAt(env, node)));
  }
  pickEach(env.trace, values);
  return { ...judged(values), type: type === 'GROUPING_FUNCTION' ? 'integer' : 'boolean' };
}

/** The branches give the value; the conditions only choose between them. */
function resolveCase(env: Env, node: SyntaxNode): Value {
  const checks = children(node, 'case_checks');
  const conditions = checks.map((check) => resolveCondition(env, child(check, 'when_expr') ?? {}, 'CASE'));
  const otherwise = child(node, 'else_expr');
  const branches = [
    ...checks.map((check) => resolveMember(env, check, 'then_expr')),
    ...(otherwise === null ? [] : [resolveExpression(env, otherwise)]),
  ];
  const value = derived(branches, commonType(branches), mixedTag(env.trace, branches, lineAt(env, node)));
  return withIndirect(value, allRefs(conditions));
}

function resolveCast(env: Env, node: SyntaxNode): Value {
  const inner = resolveMember(env, node, 'child');
  if (inner.fields !== undefined) throw refuseAt(env, node, 'row-value');
  const type = text(child(node, 'cast_type') ?? {}, 'id');
  if (type !== 'VARCHAR') refusePseudonyms([inner], 'pseudonym-text', placeOf(env, node, 'CAST'));
  return { ...inner, type: castType(type) };
}

function resolveSubquery(env: Env, node: SyntaxNode): Value {
  const inner = child(child(node, 'subquery') ?? {}, 'node') ?? {};
  const query = env.subquery(env, inner);
  const kind = text(node, 'subquery_type');
  const values = query.columns.map(({ value }) => scalarOf(query, value));
  if (kind === 'EXISTS' || kind === 'NOT_EXISTS') {
    return { ...judged(values), direct: NO_REFS, indirect: query.rows };
  }
  if (kind === 'SCALAR') {
    if (values.length !== 1) throw refuseAt(env, node, 'column-count', 'subquery');
    return values[0] as Value;
  }
  const left = resolveMember(env, node, 'child');
  if (kind !== 'ANY' && kind !== 'ALL') throw refuseAt(env, node, 'unsupported-construct', kind);
  if ((left.fields?.length ?? 1) !== values.length) throw refuseAt(env, node, 'column-count', 'subquery');
  const right =
    left.fields === undefined ? (values[0] as Value) : { ...derived(values, 'unknown'), fields: values };
  return comparison(env, node, [left, right]);
}
