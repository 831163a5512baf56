import type { DatasetColumn, Gap } from '../domain/dataset.js';
import { SluisError } from '../domain/errors.js';
import type { Zone } from '../domain/names.js';
import type { Access } from './access.js';
import type { AsOf } from './as-of.js';
import { catalogRows } from './catalog-rows.js';

/** `DATASET[@VERSION][.COLUMN]`: a version by its first digits, otherwise the newest; a column of a theme is `output.column`. */
export interface LineageTarget {
  readonly dataset: string;
  readonly version?: string;
  readonly column?: string;
}

export interface LineageNode {
  /** Hash of the manifest; of a landing, the digest of its parts. */
  readonly version: string;
  readonly dataset: string;
  readonly zone: Zone;
  readonly column?: string;
  /** Of a column, or of all columns: cells that are empty because nothing was collected. */
  readonly gaps?: readonly (Gap & { readonly column: string })[];
  /** Step that made it; absent for a landing. */
  readonly run?: { readonly runId: string; readonly kind: string; readonly at: string };
  /** Of a landing: the delivery and the contract that it came under. */
  readonly delivery?: {
    readonly deliveryId: string;
    readonly parts: number;
    readonly contractHash: string;
    readonly approvedIn: string | null;
  };
  /** How the node that stands above rests on this one. */
  readonly via?: { readonly kind: string; readonly subtype: string; readonly masking: string };
  readonly next: readonly LineageNode[];
  /** True where the asked depth cut the way short. */
  readonly cut: boolean;
}

export type Direction = 'up' | 'down';

/** @throws SluisError UsageInvalid */
export function parseLineageTarget(text: string): LineageTarget {
  const match =
    /^([a-z][a-z0-9-]*)(?:@([0-9a-f]{4,64}))?(?:\.([a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_]*)?))?$/.exec(text);
  if (!match)
    throw new SluisError(
      'UsageInvalid',
      'A dataset is named DATASET[@VERSION][.COLUMN]; see: sluis results list',
    );
  const [, dataset = '', version, column] = match;
  return { dataset, ...(version ? { version } : {}), ...(column ? { column } : {}) };
}

export interface LineageScope {
  readonly direction: Direction;
  /** Steps. */
  readonly depth: number;
  /** What was recorded later is left out, in every direction; absent: of now. */
  readonly asOf?: AsOf;
}

/**
 * Where a dataset or column comes from (up) or what rests on it (down), by exact versions.
 * @throws SluisError DatasetUnknown where there is, or then was, no such version or column; CatalogUnavailable
 */
export async function lineage(
  access: Access,
  target: LineageTarget,
  { direction, depth, asOf }: LineageScope,
): Promise<LineageNode> {
  const view = { access, direction, asOf: asOf ?? null };
  const version = await versionOf(view, target);
  return await node(view, { version, ...(target.column ? { column: target.column } : {}) }, depth);
}

/** What of the catalog is looked at. Its statements take the number of known events, or null for all. */
interface View {
  readonly access: Access;
  readonly direction: Direction;
  readonly asOf: AsOf | null;
}

function rowsOf<T>({ access, asOf }: View, sql: string, values: readonly unknown[]): Promise<T[]> {
  return catalogRows<T>(access, sql, [asOf?.events ?? null, ...values]);
}

/**
 * Run `r` had made the version by then: one that is made again later has another run, which makes it the newest, and edges
 * of that run.
 */
const madeByThen = (version: string) =>
  `($1::bigint IS NULL OR EXISTS (SELECT FROM reading.event m WHERE m.workflow_id = r.workflow_id
     AND m.body->>'version' = ${version} AND m.body ? 'edges' AND m.seq < $1))`;

/** The newest one, and of those that have the column where one is asked for: a result has not what its tables have. */
async function versionOf(view: View, { dataset, version, column }: LineageTarget): Promise<string> {
  const [row] = await rowsOf<{ version: string; known: boolean }>(
    view,
    `SELECT d.version, $4::text IS NULL OR jsonb_path_exists(d.manifest, '$.columns[*] ? (@.name == $c)',
       jsonb_build_object('c', $4::text)) AS known
     FROM reading.dataset_version d JOIN reading.run_output o ON o.version = d.version
       JOIN reading.run r ON r.run_id = o.run_id
     WHERE d.dataset = $2 AND ($3::text IS NULL OR starts_with(d.version, $3)) AND ${madeByThen('d.version')}
     ORDER BY known DESC, r.finished_at DESC, d.made_seq DESC LIMIT 1`,
    [dataset, version ?? null, column ?? null],
  );
  if (!row && view.asOf)
    throw new SluisError(
      'DatasetUnknown',
      `At ${view.asOf.instant} the catalog had no such version of ${dataset}; without that moment the answer is of now.`,
    );
  if (!row)
    throw new SluisError(
      'DatasetUnknown',
      `The catalog has no such version of ${dataset}; see: sluis datasets`,
    );
  if (row.known) return row.version;
  throw new SluisError(
    'DatasetUnknown',
    `Dataset ${dataset} has no such column; see: sluis datasets show ${dataset}`,
  );
}

interface Place {
  readonly version: string;
  readonly column?: string;
  readonly via?: LineageNode['via'];
}

async function node(view: View, place: Place, depth: number): Promise<LineageNode> {
  const about = await described(view, place);
  const hasSteps = view.direction === 'down' || about.zone !== 'landing';
  const steps = hasSteps ? await neighbours(view, place) : [];
  const next: LineageNode[] = [];
  if (depth > 0) for (const step of steps) next.push(await node(view, step, depth - 1));
  next.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const { column, via } = place;
  return {
    ...about,
    ...(column ? { column } : {}),
    ...(via ? { via } : {}),
    next,
    cut: depth === 0 && steps.length > 0,
  };
}

/** Values before conditions, then by name: the same tree reads the same every time. */
function nameOf({ via, dataset, column = '' }: LineageNode): string {
  return `${via?.kind ?? ''} ${dataset} ${column}`;
}

interface EdgeRow {
  readonly version: string;
  readonly column: string | null;
  readonly kind: string;
  readonly subtype: string;
  readonly masking: string;
}

async function neighbours(view: View, { version, column }: Place): Promise<Place[]> {
  const here = view.direction === 'up' ? 'to' : 'from';
  const there = view.direction === 'up' ? 'from' : 'to';
  const edges = `reading.column_edge e JOIN reading.run r ON r.run_id = e.run_id`;
  const known = madeByThen('e.to_version');
  if (column === undefined) {
    const rows = await rowsOf<{ version: string }>(
      view,
      `SELECT DISTINCT e.${there}_version AS version FROM ${edges} WHERE e.${here}_version = $2 AND ${known} ORDER BY 1`,
      [version],
    );
    return rows.map((row) => ({ version: row.version }));
  }
  const rows = await rowsOf<EdgeRow>(
    view,
    `SELECT DISTINCT e.${there}_version AS version, e.${there}_column AS column, e.kind, e.subtype, e.masking
     FROM ${edges} WHERE e.${here}_version = $2 AND e.${here}_column = $3 AND ${known}
     ORDER BY e.kind, version, "column", e.subtype`,
    [version, column],
  );
  return rows.map(({ version: other, column: name, kind, subtype, masking }) => ({
    version: other,
    ...(name && name !== '*' ? { column: name } : {}),
    via: { kind, subtype, masking },
  }));
}

type About = Pick<LineageNode, 'version' | 'dataset' | 'zone' | 'gaps' | 'run' | 'delivery'>;

interface MadeRow {
  readonly dataset: string;
  readonly zone: Zone;
  readonly columns: readonly DatasetColumn[];
  readonly runId: string;
  readonly kind: string;
  readonly at: Date;
}

/** The request in which the contract of delivery `d` was approved last. */
const APPROVED_IN = `SELECT a.body->>'requestId' FROM reading.request q
  JOIN reading.event a ON a.workflow_id = q.workflow_id AND a.type = 'onboardingApproved'
  WHERE q.subject_kind = 'contract' AND q.subject_id = d.contract_hash AND ($1::bigint IS NULL OR a.seq < $1)
  ORDER BY a.seq DESC LIMIT 1`;

async function described(view: View, { version, column }: Place): Promise<About> {
  const [made] = await catalogRows<MadeRow>(
    view.access,
    `SELECT v.dataset, v.zone, v.manifest->'columns' AS columns, v.run_id AS "runId", r.kind, v.made_at AS at
     FROM reading.dataset_version v JOIN reading.run r ON r.run_id = v.run_id WHERE v.version = $1`,
    [version],
  );
  if (made) {
    const { dataset, zone, columns, runId, kind, at } = made;
    const told = columns.filter(({ name }) => column === undefined || name === column);
    const gaps = told.flatMap(({ name, gaps: own = [] }) => own.map((gap) => ({ column: name, ...gap })));
    const run = { runId, kind, at: new Date(at).toISOString() };
    return { version, dataset, zone, ...(gaps.length > 0 ? { gaps } : {}), run };
  }
  const [landed] = await rowsOf<LandedRow>(
    view,
    `SELECT d.source_id AS dataset, d.delivery_id AS "deliveryId", jsonb_array_length(d.parts) AS parts,
       d.contract_hash AS "contractHash", (${APPROVED_IN}) AS "approvedIn"
     FROM reading.delivery d
     WHERE d.landing_hash = $2 AND ($1::bigint IS NULL OR EXISTS (SELECT FROM reading.event l
       WHERE l.workflow_id = d.workflow_id AND l.type = 'deliveryLanded' AND l.seq < $1))
     ORDER BY d.opened_at, d.delivery_id LIMIT 1`,
    [version],
  );
  if (!landed)
    throw new SluisError(
      'DatasetUnknown',
      `The catalog does not know version ${version.slice(0, 12)}; run: sluis audit verify`,
    );
  const { dataset, ...delivery } = landed;
  return { version, dataset, zone: 'landing', delivery };
}

interface LandedRow {
  readonly dataset: string;
  readonly deliveryId: string;
  readonly parts: number;
  readonly contractHash: string;
  readonly approvedIn: string | null;
}
