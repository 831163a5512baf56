import type { DatasetColumn } from '../domain/dataset.js';
import { SluisError } from '../domain/errors.js';
import type { PseudonymKey } from '../domain/pseudonym-key.js';
import { type FieldPlan, furthestZone, type TreatmentPlan } from '../domain/treatment-plan.js';
import type { DuckDbSession } from './duckdb-session.js';
import { LANDED, type Landed, landedColumn } from './landed.js';
import { footerSql } from './parquet-footer.js';
import { cellSql } from './read-cell.js';
import { identifier, literal } from './sql-text.js';
import { treatedSql } from './treatments.js';

export interface PseudonymisedFile {
  readonly rows: number;
  readonly columns: readonly DatasetColumn[];
  /** Per lake column: identifiers that failed their check, and values that could not be treated. */
  readonly invalid: Readonly<Record<string, number>>;
}

const PADS = 'pads';
/**
 * Pseudonyms hardly compress and never repeat enough for a dictionary: a higher level, or a dictionary of every column,
 * costs half as much CPU again and makes the file a hundredth smaller at best.
 */
const WRITING = 'COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 10000';

/**
 * Writes what may leave the vault: every kept, coarsened or pseudonymised column as text, sorted by all columns, so
 * that the bytes depend on content alone and the order tells nothing of the delivery's.
 * The sort stands after the projection: what spills is what the output holds.
 * @param keys one prepared key for each entity type of the plan
 */
export async function pseudonymise(
  session: DuckDbSession,
  landed: Landed,
  plan: TreatmentPlan,
  keys: readonly PseudonymKey[],
  out: string,
): Promise<PseudonymisedFile> {
  const fields = plan.fields.filter(
    (field) => furthestZone(field) !== 'landing' && landedColumn(landed, field) !== null,
  );
  const columns = fields.map((field) => columnOf(field, keys));
  await loadPads(session, keys);
  try {
    const rows = await session.run(
      `COPY (SELECT * FROM (${projection(fields, landed, plan, keys)}) ORDER BY ALL) TO ${literal(out)}
       (FORMAT parquet, ${WRITING}, ${footerSql(plan, columns)})`,
    );
    return { rows, columns, invalid: await invalidCounts(session, fields, landed, plan, out) };
  } finally {
    await session.run(`DROP TABLE IF EXISTS ${PADS}`);
  }
}

function columnOf(field: FieldPlan, keys: readonly PseudonymKey[]): DatasetColumn {
  const { name, role } = field;
  if (field.treatment.kind !== 'pseudonymise') return { name, type: 'text', role };
  return { name, type: 'pseudonym', role, pseudonym: keyOf(field, keys).tag };
}

function keyOf(field: FieldPlan, keys: readonly PseudonymKey[]): PseudonymKey {
  const key = keys.find(({ tag }) => tag.entityType === field.treatment.entityType);
  if (key) return key;
  throw new SluisError('KeyUnavailable', `No key for entity type ${field.treatment.entityType} was leased.`);
}

/** One row of pads, filled by an appender: a bound parameter would be folded into a literal that EXPLAIN prints. */
async function loadPads(session: DuckDbSession, keys: readonly PseudonymKey[]): Promise<void> {
  if (keys.length === 0) return;
  const columns = keys.map((_, i) => `i${i} BLOB, o${i} BLOB`).join(', ');
  await session.run(`CREATE TEMP TABLE ${PADS} (${columns})`);
  await session.append(PADS, [keys.flatMap((key) => [key.innerPad, key.outerPad])]);
}

/** Three nested steps, so that canonical form and HMAC of a column are each written, and computed, once. */
function projection(
  fields: readonly FieldPlan[],
  landed: Landed,
  plan: TreatmentPlan,
  keys: readonly PseudonymKey[],
): string {
  const cells = fields.map((field, i) => `${cellOf(field, landed, plan)} AS v${i}`);
  const canonical = fields.map((field, i) =>
    isPseudonym(field) ? `v${i}, ${keyOf(field, keys).canonicalSql(`v${i}`)} AS n${i}` : `v${i}`,
  );
  const digests = fields.map((field, i) =>
    isPseudonym(field) ? `n${i}, ${hmacSql(field, i, keys)} AS h${i}` : `v${i}`,
  );
  const output = fields.map((field, i) => {
    const text = isPseudonym(field)
      ? pseudonymSql(i, keyOf(field, keys))
      : treatedSql(field, `v${i}`, plan.format);
    return `${text} AS ${identifier(field.name)}`;
  });
  return `SELECT ${output.join(', ')} FROM (SELECT ${digests.join(', ')} FROM (SELECT ${canonical.join(', ')}
    FROM (SELECT ${cells.join(', ')} FROM ${LANDED})))`;
}

function cellOf(field: FieldPlan, landed: Landed, plan: TreatmentPlan): string {
  return cellSql(landedColumn(landed, field) as string, field, plan.format);
}

function isPseudonym(field: FieldPlan): boolean {
  return field.treatment.kind === 'pseudonymise';
}

/** HMAC-SHA-256 (FIPS 198-1) as hexadecimal text; NULL for no value. */
function hmacSql(field: FieldPlan, i: number, keys: readonly PseudonymKey[]): string {
  const key = keyOf(field, keys);
  const k = keys.indexOf(key);
  const message = `coalesce(${literal(key.prefix)} || n${i}, ${literal(key.invalidPrefix)} || ${trimmed(`v${i}`)})`;
  return `sha256((SELECT o${k} FROM ${PADS}) || unhex(sha256((SELECT i${k} FROM ${PADS}) || encode(${message}))))`;
}

/** The blanks that canonical forms trim. */
function trimmed(text: string): string {
  return `trim(${text}, ' ' || chr(9) || chr(13) || chr(10) || chr(160))`;
}

/** First 160 bits in base32hex (RFC 4648): the engine's digits of base 32 are the same alphabet, 60 + 60 + 40 bits. */
function pseudonymSql(i: number, key: PseudonymKey): string {
  const digits = (from: number, hex: number) =>
    `to_base(CAST('0x' || substr(h${i}, ${from}, ${hex}) AS BIGINT), 32, ${(hex * 4) / 5})`;
  const first = digits(1, 15);
  const rest = `${digits(16, 15)} || ${digits(31, 10)}`;
  return `CASE WHEN h${i} IS NULL THEN NULL WHEN n${i} IS NULL THEN ${literal(key.invalidMark)} || substr(${first}, 2) || ${rest}
    ELSE ${first} || ${rest} END`;
}

async function invalidCounts(
  session: DuckDbSession,
  fields: readonly FieldPlan[],
  landed: Landed,
  plan: TreatmentPlan,
  out: string,
): Promise<Record<string, number>> {
  const identifiers = fields.filter(isPseudonym);
  const treated = fields.filter(({ treatment }) => !['keep', 'pseudonymise'].includes(treatment.kind));
  const marked = identifiers.map(
    ({ name }, i) => `count(*) FILTER (starts_with(${identifier(name)}, 'Z')) AS m${i}`,
  );
  const kept = treated.map(({ name }, i) => `count(${identifier(name)}) AS k${i}`);
  const found = await session.counts(
    `SELECT ${['count(*) AS rows', ...marked, ...kept].join(', ')} FROM read_parquet(${literal(out)})`,
  );
  const given = await givenCounts(
    session,
    treated.filter((_, i) => found[`k${i}`] !== found.rows),
    landed,
    plan,
  );
  return Object.fromEntries([
    ...identifiers.map(({ name }, i) => [name, found[`m${i}`] ?? 0]),
    ...treated.map(({ name }, i) => [name, (given[name] ?? found.rows ?? 0) - (found[`k${i}`] ?? 0)]),
  ]);
}

/** Delivered values by lake column. Only for columns with gaps in what was made: it reads the whole delivery once more. */
async function givenCounts(
  session: DuckDbSession,
  fields: readonly FieldPlan[],
  landed: Landed,
  plan: TreatmentPlan,
): Promise<Readonly<Record<string, number>>> {
  if (fields.length === 0) return {};
  const given = fields.map((field) => `count(${cellOf(field, landed, plan)}) AS ${identifier(field.name)}`);
  return session.counts(`SELECT ${given.join(', ')} FROM ${LANDED}`);
}
