import { SluisError } from '../domain/errors.js';
import type { TreatmentPlan } from '../domain/treatment-plan.js';
import { AREA_PREFIXES } from './convert-area-code.js';
import type { DuckDbSession } from './duckdb-session.js';
import { identifier } from './sql-text.js';

/** Codes of a level begin with those of the level above it: so many characters after the prefix. */
const NESTED: readonly { readonly part: string; readonly whole: string; readonly length: number }[] = [
  { part: 'WK', whole: 'GM', length: 4 },
  { part: 'BU', whole: 'WK', length: 6 },
  { part: 'BU', whole: 'GM', length: 4 },
];

interface Level {
  readonly label: string;
  readonly rows: number;
  /** Prefix of its codes; null where they have several. */
  readonly prefix: string | null;
}

/**
 * Counts the rows of each level in a table that holds parts and their totals, and makes sure that the level column tells
 * them apart: every row has a declared level, each level codes of its own kind, and each area lies in one of the level
 * above.
 * @param relation query with the curated columns
 * @returns null where the contract names no levels
 * @throws SluisError SourceMalformed with counts; ContractInvalid where the level column does not reach the lake whole
 */
export async function rowsByLevel(
  session: DuckDbSession,
  relation: string,
  plan: TreatmentPlan,
): Promise<Readonly<Record<string, number>> | null> {
  const { geography } = plan;
  if (!geography?.totals) return null;
  const { levels } = geography.totals;
  const level = identifier(lakeName(plan, geography.totals.column));
  const code = identifier(lakeName(plan, geography.column));
  const found = await readLevels(session, relation, level, code);
  const undeclared = found.filter(({ label }) => !levels.includes(label));
  if (undeclared.length > 0) {
    const rows = undeclared.reduce((sum, { rows: count }) => sum + count, 0);
    throw new SluisError('SourceMalformed', `${rows} rows have no declared level.`, { count: rows });
  }
  const inOrder = levels.flatMap((label) => found.find((one) => one.label === label) ?? []);
  if (geography.level === 'mixed') {
    refuseMixed(inOrder);
    await refuseOrphans(session, relation, code, inOrder);
  }
  return Object.fromEntries(
    levels.map((label) => [label, inOrder.find((l) => l.label === label)?.rows ?? 0]),
  );
}

function lakeName(plan: TreatmentPlan, source: string): string {
  const field = plan.fields.find((one) => one.source === source);
  if (field?.treatment.kind === 'keep') return field.name;
  throw new SluisError('ContractInvalid', `Column ${source} of the geography must be a field that is kept.`, {
    field: source,
  });
}

async function readLevels(
  session: DuckDbSession,
  relation: string,
  level: string,
  code: string,
): Promise<readonly Level[]> {
  const rows = await session.rows(
    `SELECT ${level} AS label, count(*) AS n, min(left(${code}, 2)) AS first, max(left(${code}, 2)) AS last
     FROM (${relation}) GROUP BY ALL`,
  );
  return rows.map(({ label, n, first, last }) => ({
    label: String(label ?? ''),
    rows: Number(n),
    prefix: first === last ? String(first) : null,
  }));
}

/** Levels go from coarse to fine, each with a prefix of its own. */
function refuseMixed(levels: readonly Level[]): void {
  const ranks = levels.map(({ prefix }) => AREA_PREFIXES.indexOf(prefix ?? ''));
  const wrong = ranks.filter((rank, i) => rank < 0 || rank <= Math.max(-1, ...ranks.slice(0, i)));
  const count = wrong.length;
  if (count > 0)
    throw new SluisError('SourceMalformed', `${count} levels have codes of another level.`, { count });
}

async function refuseOrphans(
  session: DuckDbSession,
  relation: string,
  code: string,
  levels: readonly Level[],
): Promise<void> {
  const present = new Set(levels.map(({ prefix }) => prefix));
  for (const { part, whole, length } of NESTED) {
    if (!present.has(part) || !present.has(whole)) continue;
    const { orphans } = await session.counts(
      `WITH areas AS (SELECT ${code} AS code FROM (${relation}))
       SELECT count(*) AS orphans FROM areas WHERE starts_with(code, '${part}')
       AND '${whole}' || substr(code, 3, ${length}) NOT IN (SELECT code FROM areas WHERE starts_with(code, '${whole}'))`,
    );
    if (orphans)
      throw new SluisError(
        'SourceMalformed',
        `${orphans} ${part} areas lie in no ${whole} area of the delivery.`,
        { count: orphans },
      );
  }
}
