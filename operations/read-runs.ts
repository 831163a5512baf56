import type { DatasetColumn } from '../domain/dataset.js';
import { SluisError } from '../domain/errors.js';
import type { RunLifeState } from '../domain/lifecycle-tables.js';
import type { Gate, Role, Zone } from '../domain/names.js';
import type { Verdict } from '../domain/verdict.js';
import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';
import { staffNames } from './staff-names.js';

export interface RunRow {
  readonly runId: string;
  readonly theme: string;
  /** Of theme.yaml and statements as they were when it was asked for. */
  readonly themeHash: string;
  readonly state: RunLifeState;
  readonly codes: readonly string[];
  readonly requestedBy: string;
  readonly rows: number | null;
  readonly startedAt: string;
  /** Who ended it before its end, and why; null where nobody did. */
  readonly cancelled: {
    readonly by: string;
    readonly role: Role;
    readonly reason: string;
    readonly at: string;
  } | null;
}

/** Runs of themes, the newest first. */
export async function runs(access: Access): Promise<RunRow[]> {
  const rows = await catalogRows<RunRow>(
    access,
    `SELECT r.run_id AS "runId", r.theme, r.theme_hash AS "themeHash", r.state, r.codes, r.requested_by AS "requestedBy", v.rows::int AS rows,
       r.started_at AS "startedAt", CASE WHEN r.state = 'cancelled' THEN jsonb_build_object('by', r.cancelled_by,
         'role', r.cancelled_as, 'reason', r.cancel_reason, 'at', r.finished_at) END AS cancelled
     FROM reading.run r LEFT JOIN reading.dataset_version v ON v.version = r.output_version
     WHERE r.kind = 'theme' ORDER BY r.started_at DESC`,
    [],
  );
  const name = await staffNames(
    access,
    rows.flatMap(({ requestedBy, cancelled }) => [requestedBy, cancelled?.by ?? null]),
  );
  return rows.map(({ cancelled, ...row }) => ({
    ...row,
    requestedBy: name(row.requestedBy),
    cancelled: cancelled && { ...cancelled, by: name(cancelled.by) },
  }));
}

export interface ReleasedFileRow {
  readonly key: string;
  readonly format: 'parquet' | 'csv';
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
}

export interface ReleaseRow {
  readonly releaseId: string;
  readonly theme: string;
  readonly runId: string;
  readonly state: string;
  readonly codes: readonly string[];
  /** Cells of all tables, and those without a figure; why a cell has none is for the output checker. */
  readonly cells: number | null;
  readonly hidden: number | null;
  readonly files: readonly ReleasedFileRow[];
  readonly requestedAt: string;
}

/** Releases, the newest first. The figures of one that was not released are nobody's to read. */
export function releases(access: Access): Promise<ReleaseRow[]> {
  return catalogRows(
    access,
    `SELECT release_id AS "releaseId", theme, run_id AS "runId", state, codes, cells::int, hidden::int, files,
       requested_at AS "requestedAt" FROM reading.release ORDER BY requested_at DESC`,
    [],
  );
}

/** @throws SluisError ReleaseUnknown */
export async function releaseNamed(access: Access, releaseId: string): Promise<ReleaseRow> {
  const found = (await releases(access)).find((one) => one.releaseId === releaseId);
  if (found) return found;
  throw new SluisError('ReleaseUnknown', `There is no release of that name; see: sluis results list`);
}

/** One released file, held against the digest that the catalog has. @throws SluisError DigestMismatch */
export async function releasedFile(access: Access, file: ReleasedFileRow): Promise<Buffer> {
  return await access.released(file.key, file.sha256);
}

export interface DeliveryRow {
  readonly deliveryId: string;
  readonly sourceId: string;
  readonly workflowId: string;
  readonly state: string;
  readonly codes: readonly string[];
  readonly parts: number | null;
  readonly rowsIn: number | null;
  readonly rowsOut: number | null;
  readonly openedAt: string;
}

/** Deliveries, the newest first. */
export function deliveries(access: Access): Promise<DeliveryRow[]> {
  return catalogRows(
    access,
    `SELECT d.delivery_id AS "deliveryId", d.source_id AS "sourceId", d.workflow_id AS "workflowId",
       d.state, d.codes, jsonb_array_length(d.parts) AS parts, (d.profile->>'rows')::int AS "rowsIn", v.rows::int AS "rowsOut",
       d.opened_at AS "openedAt"
     FROM reading.delivery d LEFT JOIN reading.dataset_version v ON v.version = d.curated ORDER BY d.opened_at DESC`,
    [],
  );
}

export type RecordedVerdict = Omit<Verdict, 'askedAt'> & { readonly passage: number };

/** Every verdict on one subject, in the order in which the gates were asked. */
export async function verdictsOn(access: Access, subjectId: string): Promise<RecordedVerdict[]> {
  const rows = await catalogRows<{ gate: Gate; passage: number; verdict: Omit<Verdict, 'askedAt'> }>(
    access,
    'SELECT gate, passage, verdict FROM reading.gate_verdict WHERE subject_id = $1 ORDER BY seq',
    [subjectId],
  );
  return rows.map(({ passage, verdict }) => ({ ...verdict, passage }));
}

/**
 * Who reads a version: the workers alone, the themes to which a gate grants columns, themes after a REVIEW (small
 * classes) or those who check a result, everybody.
 */
export type DatasetAccess = 'workers' | 'themes' | 'restricted' | 'open';

export interface DatasetRow {
  readonly dataset: string;
  readonly zone: Zone;
  readonly version: string;
  readonly rows: number;
  readonly access: DatasetAccess;
  readonly state: string;
  readonly columns: readonly DatasetColumn[];
  readonly madeAt: string;
}

/**
 * Newest version of every dataset in every zone; columns by name, no value of any. Of a source that is the one delivered
 * last, also where the file of before came again.
 */
export function datasets(access: Access): Promise<DatasetRow[]> {
  return catalogRows(
    access,
    `SELECT DISTINCT ON (dataset, zone) dataset, zone, version, rows::int, state,
       CASE WHEN zone = 'pseudonymised' THEN 'workers' WHEN access = 'restricted' THEN 'restricted'
         WHEN zone = 'curated' THEN 'themes' ELSE 'open' END AS access,
       manifest->'columns' AS columns, made_at AS "madeAt"
     FROM reading.dataset_version JOIN reading.last_made USING (version)
     ORDER BY dataset, zone, CASE WHEN zone IN ('pseudonymised', 'curated') THEN at END DESC, made_seq DESC`,
    [],
  );
}
