import {
  AGGREGATE_FUNCTIONS,
  functionRefusal,
  ORDERED_FUNCTIONS,
  SCALAR_FUNCTIONS,
  WINDOW_FUNCTIONS,
} from './functions.js';
import { type RefusalReason, refusal } from './refusals.js';
import { child, children, isNode, lineOf, position, type SyntaxNode, text, texts } from './syntax.js';

const MAX_DEPTH = 200;
const JOINS = ['INNER', 'LEFT', 'RIGHT', 'OUTER', 'FULL'];
const SET_OPERATIONS = ['UNION', 'EXCEPT', 'INTERSECT'];
const CAST_TYPES = 'INTEGER BIGINT SMALLINT DOUBLE DECIMAL VARCHAR BOOLEAN DATE TIMESTAMP NULL'.split(' ');
const OPERATORS =
  'OPERATOR_NOT OPERATOR_IS_NULL OPERATOR_IS_NOT_NULL OPERATOR_COALESCE COMPARE_IN COMPARE_NOT_IN GROUPING_FUNCTION'.split(
    ' ',
  );
const PLAIN_EXPRESSIONS = 'COLUMN_REF COMPARISON CONJUNCTION CASE BETWEEN SUBQUERY'.split(' ');
const EXPRESSION_REASONS: Readonly<Record<string, RefusalReason>> = {
  LAMBDA: 'lambda',
  COLLATE: 'collate',
  POSITIONAL_REFERENCE: 'positional-reference',
};
const TABLE_REASONS: Readonly<Record<string, RefusalReason>> = {
  PIVOT: 'pivot',
  SHOW_REF: 'show',
};
/** Members that hold no part of the query; `value` of a constant alone, as that of a common table expression is one. */
const LEAVES = new Set(['cast_type', 'named_param_map', 'expected_types']);

/**
 * Walks a syntax tree and lets through only what stands on the lists: an unknown construct is refused.
 * @throws SluisError SqlRefused
 */
export function checkSubset(root: SyntaxNode, sql: string): void {
  const refuse = (node: SyntaxNode) => (reason: RefusalReason, name?: string) => {
    const at = position(node);
    return refusal(reason, {
      ...(name === undefined ? {} : { name }),
      ...(at === undefined ? {} : { line: lineOf(sql, at) }),
    });
  };
  const walk = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH) throw refusal('too-deep');
    if (Array.isArray(value)) for (const item of value) walk(item, depth + 1);
    if (!isNode(value)) return;
    if (typeof value.class === 'string') checkExpression(value, refuse(value));
    else if (typeof value.type === 'string') checkOther(value, refuse(value));
    const isConstant = value.class === 'CONSTANT';
    for (const [key, inner] of Object.entries(value))
      if (!LEAVES.has(key) && !(isConstant && key === 'value')) walk(inner, depth + 1);
  };
  walk(root, 0);
}

type Refuse = (reason: RefusalReason, name?: string) => Error;

function checkExpression(node: SyntaxNode, refuse: Refuse): void {
  const kind = text(node, 'class');
  if (kind === 'FUNCTION') checkFunction(node, refuse);
  else if (kind === 'WINDOW') checkWindow(node, refuse);
  else if (kind === 'STAR') checkStar(node, refuse);
  else if (kind === 'OPERATOR') checkOperator(node, refuse);
  else if (kind === 'CAST') checkType(child(node, 'cast_type'), refuse);
  else if (kind === 'CONSTANT') checkType(child(child(node, 'value') ?? {}, 'type'), refuse);
  else if (kind === 'PARAMETER') {
    if (!/^[a-z_]/i.test(text(node, 'identifier'))) throw refuse('positional-parameter');
  } else if (!PLAIN_EXPRESSIONS.includes(kind)) {
    throw refuse(EXPRESSION_REASONS[kind] ?? 'unsupported-construct', kind);
  }
}

function checkFunction(node: SyntaxNode, refuse: Refuse): void {
  const name = text(node, 'function_name').toLowerCase();
  if (text(node, 'catalog') !== '' || !['', 'main'].includes(text(node, 'schema'))) {
    throw refuse('function-schema');
  }
  if (!SCALAR_FUNCTIONS.has(name) && !AGGREGATE_FUNCTIONS.has(name)) {
    throw refuse(functionRefusal(name), name);
  }
  const orders = children(child(node, 'order_bys') ?? {}, 'orders');
  if (ORDERED_FUNCTIONS.has(name) && orders.length === 0) throw refuse('needs-order', name);
}

function checkWindow(node: SyntaxNode, refuse: Refuse): void {
  const name = text(node, 'function_name').toLowerCase();
  if (text(node, 'catalog') !== '' || !['', 'main'].includes(text(node, 'schema'))) {
    throw refuse('function-schema');
  }
  if (!WINDOW_FUNCTIONS.has(name) && !AGGREGATE_FUNCTIONS.has(name)) {
    throw refuse(functionRefusal(name), name);
  }
  const orders = [...children(node, 'orders'), ...children(node, 'arg_orders')];
  if (ORDERED_FUNCTIONS.has(name) && orders.length === 0) throw refuse('needs-order', name);
}

function checkStar(node: SyntaxNode, refuse: Refuse): void {
  if (node.columns === true || child(node, 'expr') !== null) throw refuse('columns-expression');
  const modifiers = ['exclude_list', 'replace_list', 'qualified_exclude_list', 'rename_list'];
  const modified = modifiers.some((key) => Array.isArray(node[key]) && node[key].length > 0);
  if (modified) throw refuse('star-modified');
}

function checkOperator(node: SyntaxNode, refuse: Refuse): void {
  const type = text(node, 'type');
  if (type === 'OPERATOR_TRY') throw refuse('try-expression');
  if (type === 'OPERATOR_UNPACK') throw refuse('columns-expression');
  if (type.startsWith('ARRAY_') || type.startsWith('STRUCT_')) throw refuse('nested-type');
  if (!OPERATORS.includes(type)) throw refuse('unsupported-construct', type);
}

function checkType(type: SyntaxNode | null, refuse: Refuse): void {
  const id = text(type ?? {}, 'id');
  if (['LIST', 'STRUCT', 'MAP', 'ARRAY', 'UNION'].includes(id)) throw refuse('nested-type');
  if (!CAST_TYPES.includes(id)) throw refuse('cast-type');
}

function checkOther(node: SyntaxNode, refuse: Refuse): void {
  const type = text(node, 'type');
  if (type.endsWith('_NODE')) checkQuery(node, type, refuse);
  else if (type.endsWith('_MODIFIER')) checkModifier(node, type, refuse);
  else if (['ORDER_DEFAULT', 'ASCENDING', 'DESCENDING'].includes(type)) checkOrder(node, refuse);
  else checkTable(node, type, refuse);
}

function checkOrder(node: SyntaxNode, refuse: Refuse): void {
  const expression = child(node, 'expression') ?? {};
  if (text(expression, 'class') === 'STAR') throw refuse('order-all');
}

function checkQuery(node: SyntaxNode, type: string, refuse: Refuse): void {
  if (type === 'SELECT_NODE') {
    if (child(node, 'qualify') !== null) throw refuse('qualify');
    if (child(node, 'sample') !== null) throw refuse('sample');
    if (text(node, 'aggregate_handling') !== 'STANDARD_HANDLING') throw refuse('group-all');
  } else if (type === 'SET_OPERATION_NODE') {
    const operation = text(node, 'setop_type');
    if (!SET_OPERATIONS.includes(operation)) throw refuse('union-by-name');
  } else if (type !== 'RECURSIVE_CTE_NODE') throw refuse('unsupported-construct', type);
  else if (Array.isArray(node.key_targets) && node.key_targets.length > 0) {
    throw refuse('unsupported-construct', type);
  }
  const modifiers = children(node, 'modifiers').map((modifier) => text(modifier, 'type'));
  if (modifiers.includes('LIMIT_MODIFIER') && !modifiers.includes('ORDER_MODIFIER')) {
    throw refuse('limit-unordered');
  }
}

function checkModifier(node: SyntaxNode, type: string, refuse: Refuse): void {
  if (type === 'LIMIT_MODIFIER') {
    if (child(node, 'offset') !== null) throw refuse('offset');
    const kind = text(child(node, 'limit') ?? {}, 'class');
    if (kind !== 'CONSTANT' && kind !== 'PARAMETER') throw refuse('limit-form');
  } else if (type === 'DISTINCT_MODIFIER') {
    if (children(node, 'distinct_on_targets').length > 0) throw refuse('distinct-on');
  } else if (type === 'LIMIT_PERCENT_MODIFIER') throw refuse('limit-form');
  else if (type !== 'ORDER_MODIFIER') throw refuse('unsupported-construct', type);
}

function checkTable(node: SyntaxNode, type: string, refuse: Refuse): void {
  if (child(node, 'sample') !== null) throw refuse('sample');
  if (type === 'TABLE_FUNCTION') {
    throw refuse('table-function', text(child(node, 'function') ?? {}, 'function_name'));
  }
  if (type === 'BASE_TABLE') checkBaseTable(node, refuse);
  else if (type === 'JOIN') checkJoin(node, refuse);
  else if (!['SUBQUERY', 'EMPTY', 'EXPRESSION_LIST'].includes(type)) {
    throw refuse(TABLE_REASONS[type] ?? 'unsupported-construct', type);
  }
}

function checkBaseTable(node: SyntaxNode, refuse: Refuse): void {
  const name = text(node, 'table_name');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(name)) throw refuse('address');
  if (/[./\\:*?]/.test(name)) throw refuse('file-path');
  if (text(node, 'schema_name') !== '' || text(node, 'catalog_name') !== '') throw refuse('qualified-table');
  if (child(node, 'at_clause') !== null) throw refuse('time-travel');
}

function checkJoin(node: SyntaxNode, refuse: Refuse): void {
  const kind = text(node, 'ref_type');
  if (!['REGULAR', 'CROSS'].includes(kind) || !JOINS.includes(text(node, 'join_type')))
    throw refuse('join-kind');
  const hasUsing = texts(node, 'using_columns').length > 0;
  if (kind === 'REGULAR' && child(node, 'condition') === null && !hasUsing) throw refuse('join-kind');
}
