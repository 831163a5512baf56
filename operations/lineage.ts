import type { DatasetColumn, Gap } from '../domain/dataset.js';
import { SluisError } from '../domain/errors.js';
import type { Zone } from '../domain/names.js';
import type { Access } from './access.js';
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

/** Where a dataset or column comes from (up) or what rests on it (down), by exact versions. */
export async function lineage(
  access: Access,
  target: LineageTarget,
  direction: Direction,
  depth: number,
): Promise<LineageNode> {
  const version = await versionOf(access, target);
  return await node(
    access,
    { version, ...(target.column ? { column: target.column } : {}) },
    direction,
    depth,
  );
}

async function versionOf(access: Access, { dataset, version, column }: LineageTarget): Promise<string> {
  const [row] = await catalogRows<{ version: string; known: boolean }>(
    access,
    `SELECT version, $3::text IS NULL OR jsonb_path_exists(manifest, '$.columns[*] ? (@.name == $c)',
       jsonb_build_object('c', $3::text)) AS known
     FROM reading.dataset_version JOIN reading.last_made USING (version)
     WHERE dataset = $1 AND ($2::text IS NULL OR starts_with(version, $2))
     ORDER BY at DESC, made_seq DESC LIMIT 1`,
    [dataset, version ?? null, column ?? null],
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

async function node(access: Access, place: Place, direction: Direction, depth: number): Promise<LineageNode> {
  const about = await described(access, place);
  const steps =
    direction === 'down' || about.zone !== 'landing' ? await neighbours(access, place, direction) : [];
  const next: LineageNode[] = [];
  if (depth > 0) for (const step of steps) next.push(await node(access, step, direction, depth - 1));
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

async function neighbours(
  access: Access,
  { version, column }: Place,
  direction: Direction,
): Promise<Place[]> {
  const here = direction === 'up' ? 'to' : 'from';
  const there = direction === 'up' ? 'from' : 'to';
  if (column === undefined) {
    const rows = await catalogRows<{ version: string }>(
      access,
      `SELECT DISTINCT ${there}_version AS version FROM reading.column_edge WHERE ${here}_version = $1 ORDER BY 1`,
      [version],
    );
    return rows.map((row) => ({ version: row.version }));
  }
  const rows = await catalogRows<EdgeRow>(
    access,
    `SELECT ${there}_version AS version, ${there}_column AS column, kind, subtype, masking
     FROM reading.column_edge WHERE ${here}_version = $1 AND ${here}_column = $2 ORDER BY kind, version, "column"`,
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

async function described(access: Access, { version, column }: Place): Promise<About> {
  const [made] = await catalogRows<MadeRow>(
    access,
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
  const [landed] = await catalogRows<LandedRow>(
    access,
    `SELECT d.source_id AS dataset, d.delivery_id AS "deliveryId", jsonb_array_length(d.parts) AS parts,
       d.contract_hash AS "contractHash", c.approved_in AS "approvedIn"
     FROM reading.delivery d JOIN reading.contract c ON c.contract_hash = d.contract_hash
     WHERE d.landing_hash = $1 ORDER BY d.opened_at LIMIT 1`,
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
