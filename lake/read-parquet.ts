import type { DuckDbSession } from './duckdb-session.js';
import { LANDED, type Landed, nothingLanded } from './landed.js';
import { type Finding, findingOf, sameNames } from './read-csv.js';
import { regularFile } from './read-part.js';
import { identifier, literal } from './sql-text.js';

interface ParquetPart {
  /** 1-based place in the delivery. */
  readonly part: number;
  readonly path: string;
  /** Columns as the file names them, and the expression that reads each as text. */
  readonly names: readonly string[];
  readonly texts: readonly string[];
  /** What the footer says. */
  readonly records: number;
}

/**
 * Makes the relation `landed` over Parquet parts, every value as the text that a CSV of them would hold: numbers with a
 * point, dates and moments in ISO 8601 (those with a zone in UTC), lists and groups as JSON. A part that is broken or
 * has other columns than the first is left out and stands in `shape`.
 */
export async function openParquet(session: DuckDbSession, paths: readonly string[]): Promise<Landed> {
  const opened: ParquetPart[] = [];
  const shape: Finding[] = [];
  for (const [index, path] of paths.entries()) {
    const part = index + 1;
    try {
      const one = await openPart(session, path, part);
      if (new Set(one.names).size < one.names.length) shape.push({ finding: 'duplicate-header', part });
      else opened.push(one);
      if (one.records === 0) shape.push({ finding: 'header-only', part });
    } catch (error) {
      shape.push({ finding: await emptyOr(path, error), part });
    }
  }
  const names = opened[0]?.names ?? [];
  let readable = opened.filter((one) => sameNames(names, one.names));
  for (const { part } of opened.filter((one) => !readable.includes(one)))
    shape.push({ finding: 'parts-differ', part });
  const view = () => session.run(`CREATE OR REPLACE VIEW ${LANDED} AS ${relation(readable, names)}`);
  await view();
  const leaveOutFailing = async () => {
    const failing: Finding[] = [];
    for (const part of readable) {
      const finding = await whatFails(session, part);
      if (finding) failing.push({ finding, part: part.part });
    }
    readable = readable.filter(({ part }) => !failing.some((one) => one.part === part));
    await view();
    return failing;
  };
  const records = () => readable.reduce((sum, part) => sum + part.records, 0);
  return { names, shape, records, leaveOutFailing, close: async () => {} };
}

async function openPart(session: DuckDbSession, path: string, part: number): Promise<ParquetPart> {
  await regularFile(path);
  const schema = await session.rows(
    `SELECT name, CAST(num_children AS INTEGER) AS children FROM parquet_schema(${literal(path)})`,
  );
  const columns = await session.rows(`DESCRIBE SELECT * FROM ${reader(path)}`);
  const { records = 0 } = await session.counts(
    `SELECT num_rows AS records FROM parquet_file_metadata(${literal(path)})`,
  );
  const texts = columns.map(({ column_name, column_type }) =>
    textSql(identifier(String(column_name)), String(column_type)),
  );
  return { part, path, names: topNames(schema), texts, records };
}

/** The schema is a tree written depth first: the root, and each child with its own. The engine renames a name that stands twice. */
function topNames(schema: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  const names: string[] = [];
  const childrenOf = (at: number) => Number(schema[at]?.children ?? 0);
  const after = (at: number): number => {
    let next = at + 1;
    for (let child = 0; child < childrenOf(at); child += 1) next = after(next);
    return next;
  };
  let at = 1;
  for (let child = 0; child < childrenOf(0); child += 1) {
    names.push(String(schema[at]?.name));
    at = after(at);
  }
  return names;
}

/** Nothing of the path itself becomes a column, and no other file is looked for. */
function reader(path: string): string {
  return `read_parquet(${literal(path)}, hive_partitioning=false, filename=false, file_row_number=false)`;
}

function textSql(column: string, type: string): string {
  if (type === 'TIMESTAMP WITH TIME ZONE') return `CAST(CAST(${column} AS TIMESTAMP) AS VARCHAR) || 'Z'`;
  if (/[[(]|^(STRUCT|MAP|UNION)/.test(type) && !type.startsWith('DECIMAL'))
    return `CAST(to_json(${column}) AS VARCHAR)`;
  return `CAST(${column} AS VARCHAR)`;
}

function relation(parts: readonly ParquetPart[], names: readonly string[]): string {
  if (parts.length === 0) return nothingLanded(names);
  return parts
    .map(({ path, names: own, texts }) => {
      const columns = names.map((name, at) => `${texts[own.indexOf(name)]} AS c${at + 1}`);
      return `SELECT ${columns.join(', ')} FROM ${reader(path)}`;
    })
    .join('\nUNION ALL\n');
}

/**
 * Reads every cell: a file may break off or lie anywhere between its footer and its first page. A count of a column that
 * the footer calls full would be answered from the footer.
 */
async function whatFails(session: DuckDbSession, part: ParquetPart): Promise<Finding['finding'] | null> {
  const cells = part.names.map((_, at) => `c${at + 1}`).join(', ');
  try {
    const [found] = await session.rows(
      `SELECT count(*) AS records, bit_xor(hash(${cells})) FROM (${relation([part], part.names)})`,
    );
    const records = Number(found?.records);
    return records === part.records ? null : 'unreadable';
  } catch (error) {
    return findingOf(error);
  }
}

async function emptyOr(path: string, error: unknown): Promise<Finding['finding']> {
  const finding = findingOf(error);
  return finding === 'unreadable' && (await regularFile(path)).bytes === 0 ? 'empty' : finding;
}
