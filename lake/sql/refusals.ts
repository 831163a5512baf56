import { SluisError } from '../../domain/errors.js';

/**
 * Why a statement is refused, each with its own sentence. `{}` stands for a name of the statement (a function, table or
 * column). The subset is what DuckDB and Trino read alike; what only one of them knows, or what both read differently
 * without an error, is refused, and so is everything that reaches beyond the granted tables.
 */
export const REFUSALS = {
  'too-long': 'The statement is longer than 100,000 bytes.',
  'null-character': 'The statement holds a NUL character, at which an engine may stop reading.',
  'too-deep': 'The statement is nested more than 200 levels deep.',
  'not-one': 'A theme query is exactly one statement.',
  'not-select': 'Only SELECT is accepted; "{}" is none.',
  'writes-table': '"{}" writes or makes a table, macro or secret: a theme only reads. Write a SELECT.',
  'writes-file': '"{}" writes or reads files: the result of the SELECT is written by Sluis itself.',
  attaches: '"{}" brings in another database: a theme reads the inputs that it declares.',
  loads: '"{}" loads or installs an extension of the engine: a theme has the engine as it is.',
  'changes-settings': '"{}" reads or changes settings of the session, which are locked.',
  calls: '"{}" runs a procedure of the engine, which can switch logs on or read them.',
  prepares: '"{}" keeps a statement for later: a theme query is exactly one statement that runs once.',
  transacts: '"{}" belongs to transactions and storage, of which a theme has none.',
  syntax: 'The statement cannot be parsed.',
  'double-colon': 'Write CAST(x AS type); "::" is understood by one engine only.',
  'dollar-quote': 'Write texts between single quotes; dollar quoting is understood by one engine only.',
  'escape-text': "Write texts as '…'; prefixed text literals are understood by one engine only.",
  'from-first': 'Begin with SELECT; a FROM without SELECT is understood by one engine only.',
  'foreign-operator': 'The operator "{}" is not read alike by both engines.',
  qualify: 'QUALIFY is understood by one engine only: filter in an outer SELECT.',
  'group-all': 'GROUP BY ALL is understood by one engine only: name the columns.',
  'order-all': 'ORDER BY ALL is understood by one engine only: name the columns.',
  'alias-reuse':
    'The alias "{}" is used inside its own SELECT: repeat the expression or use an outer SELECT.',
  'star-modified': '* EXCLUDE, REPLACE and RENAME are understood by one engine only: name the columns.',
  'columns-expression': 'COLUMNS() hides which columns are read: name them.',
  offset: 'LIMIT with OFFSET is not read alike by both engines.',
  'limit-form': 'A limit is a whole number or a parameter.',
  'limit-unordered': 'A limit without ORDER BY gives any rows: add ORDER BY.',
  'distinct-on': 'DISTINCT ON is understood by one engine only: use row_number().',
  sample: 'A sample gives other rows at each run: no figure can be checked.',
  'table-function': 'A table function ("{}") reads beyond the granted tables.',
  'file-path': 'A file or folder in the place of a table is not read: name an input of the theme.',
  address: 'An address in the place of a table is not fetched: a theme has no network.',
  'qualified-table': 'Tables are named without schema or database.',
  'time-travel': 'AT (…) is not accepted: the versions of inputs are bound by the run.',
  pivot: 'PIVOT and UNPIVOT hide which columns are read.',
  show: 'SHOW, DESCRIBE and SUMMARIZE are not accepted.',
  'join-kind':
    'Joins are INNER, LEFT, RIGHT, FULL or CROSS with ON or USING; no NATURAL, ASOF, POSITIONAL, SEMI, ANTI.',
  'union-by-name': 'UNION BY NAME is understood by one engine only.',
  collate: 'COLLATE is not read alike by both engines.',
  lambda: 'Lambda functions and list comprehensions are not accepted.',
  'nested-type': 'Lists, structs and maps are not accepted: results are flat.',
  'row-value': 'A row (a, b) may be compared with another row, and stand nowhere else.',
  'nested-comment': 'A comment inside a comment ends at another place in each engine.',
  'foreign-character':
    'Outside texts and comments a statement has ASCII letters only: names that look alike or differ in case are told apart otherwise by each engine.',
  'positional-reference': 'Columns are named, not numbered by #.',
  'positional-parameter': 'Parameters are named: $name.',
  'try-expression': 'TRY(…) is not accepted: use try_cast or nullif.',
  'cast-type':
    'A cast goes to INTEGER, BIGINT, SMALLINT, DOUBLE, DECIMAL, VARCHAR, BOOLEAN, DATE or TIMESTAMP.',
  'text-length': 'VARCHAR(n) cuts a text in one engine only: use substr.',
  ilike: 'ILIKE is understood by one engine only: use lower(x) LIKE.',
  'now-dependent': '"{}" depends on the moment or the user: pass it as a parameter.',
  'reads-file': '"{}" reads or lists files: a theme reads the inputs that it declares.',
  settings: '"{}" reads variables or settings of the session.',
  approximate: '"{}" is approximate: no approximate function in a published figure.',
  random: '"{}" gives another value at each run.',
  'order-dependent': '"{}" depends on the order of rows: use min, max, max_by or row_number.',
  'silent-regexp-replace': 'regexp_replace replaces the first match in one engine and all in the other.',
  'silent-extremes': 'greatest and least treat NULL differently in both engines: use CASE.',
  'silent-concat': 'concat treats NULL differently in both engines: use || with coalesce.',
  'silent-division': 'Division rounds differently in both engines: CAST one side AS DOUBLE.',
  'zero-division':
    'Division by zero is NULL in one engine and an error in the other: divide by nullif(x, 0).',
  'silent-date-difference': "A date minus a date differs in type: use date_diff('day', a, b).",
  'silent-average':
    'The average of decimals has another scale in each engine: use CAST(x AS DOUBLE) or sum and count.',
  'inexact-sum': 'A sum of DOUBLE depends on the order of rows: cast to DECIMAL first.',
  'unsupported-function': 'The function "{}" is not in the subset that both engines read alike.',
  'unsupported-aggregate':
    'The function "{}" has another name or meaning in the other engine: see the subset.',
  'function-schema': 'Functions are named without schema, and not as methods of a value.',
  'needs-order': '"{}" needs an ORDER BY of its own, or its answer is any.',
  'unsupported-construct': 'The statement uses a construct outside the subset ({}).',
  'table-not-granted': 'The table "{}" is not among the inputs of this theme.',
  'column-not-granted': 'The column "{}" is not among the declared columns of the inputs.',
  'column-ambiguous': 'The column "{}" stands in more than one table: qualify it.',
  'whole-row': '"{}" names a whole table in the place of a column.',
  'nested-name': 'A column is named as column or table.column.',
  'table-twice': 'Two tables in one FROM have the name "{}": give aliases.',
  'shadowed-table': 'The common table expression "{}" hides an input of the same name.',
  'column-count': 'The number of columns does not fit ({}).',
  'order-position': 'A position in ORDER BY or GROUP BY is beyond the columns.',
  'output-name': 'Each output column needs a name of its own, in lower case with underscores (column {}).',
  'pseudonym-domains': 'Pseudonyms of different domains, kinds or epochs are compared or mixed (X03).',
  'pseudonym-constant':
    'A pseudonym is compared or mixed with a constant or a parameter: that singles out one person.',
  'pseudonym-plain': 'A pseudonym is compared or mixed with a column that is none.',
  'pseudonym-text':
    '"{}" looks into the text of a pseudonym: it may be compared for being equal, counted and grouped by, as it stands.',
  'pseudonym-order':
    '"{}" orders pseudonyms: their order means nothing, and by it one person can be singled out or followed.',
  'column-unread': 'The column "{}" is declared but no statement reads it: leave it out (minimisation).',
  'output-type': 'The output column "{}" has a type that a result cannot hold.',
  'parameter-missing': 'The statement uses the parameter "{}", which has no value.',
  'parameter-unused': 'The parameter "{}" is declared but no statement uses it.',
  'time-limit': 'The statement did not finish within its time.',
  'memory-limit': 'The statement needs more memory or spill than it may use.',
  'run-failed': 'The statement failed on the data; no value of it is shown ({}).',
} as const;
export type RefusalReason = keyof typeof REFUSALS;

/** Names of a statement may be shown, but only such as are plainly names: a text in quotes could be anything. */
function shown(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_.]{0,80}$/.test(name) || /^[-+*/%<>=!@#&|^~:.]{1,4}$/.test(name) ? name : '?';
}

export interface RefusalPlace {
  readonly name?: string;
  readonly line?: number;
}

/** The error for one refused statement; `details.reason` is the key of the table. */
export function refusal(reason: RefusalReason, place: RefusalPlace = {}): SluisError {
  const where = place.line === undefined ? '' : `Line ${place.line}: `;
  const name = shown(place.name ?? '');
  return new SluisError('SqlRefused', where + REFUSALS[reason].replace('{}', name), {
    reason,
    ...(place.name === undefined ? {} : { name }),
    ...(place.line === undefined ? {} : { line: place.line }),
  });
}
