import { SluisError } from '../domain/errors.js';
import type { Measure } from '../domain/names.js';
import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';
import { staffNames } from './staff-names.js';

export type SourceState = 'not approved' | 'approved' | 'suspended' | 'withdrawn';

export interface SourceRow {
  readonly sourceId: string;
  readonly title: string;
  readonly regimes: readonly string[];
  readonly approvedAt: string | null;
  readonly contractHash: string;
  /** A suspension is told before a withdrawal, and that before anything else. */
  readonly state: SourceState;
  readonly legalHold: boolean;
}

/** Every source that was ever submitted, with the contract that it may deliver under, or its newest. */
export function sources(access: Access): Promise<SourceRow[]> {
  return catalogRows(access, SOURCES, []);
}

const SOURCES = `
  SELECT DISTINCT ON (s.source_id) s.source_id AS "sourceId", c.body->>'title' AS title,
    c.body->'regimes' AS regimes, s.approved_at AS "approvedAt", c.contract_hash AS "contractHash",
    CASE WHEN m.suspended THEN 'suspended' WHEN m.withdrawn @> to_jsonb(c.contract_hash) THEN 'withdrawn'
      WHEN s.contract_hash IS NULL THEN 'not approved' ELSE 'approved' END AS state,
    m.held AS "legalHold"
  FROM reading.source s JOIN reading.contract c ON c.source_id = s.source_id
  CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(state = 'suspended'), false) AS suspended,
      coalesce(bool_or(state = 'held'), false) AS held,
      coalesce(jsonb_agg(contract_hash) FILTER (WHERE state = 'withdrawn'), '[]') AS withdrawn
    FROM reading.measure WHERE source_id = s.source_id) m
  ORDER BY s.source_id, (c.contract_hash = s.contract_hash) DESC NULLS LAST, c.submitted_at DESC`;

export interface MeasureRow {
  readonly measureId: string;
  readonly measure: Measure;
  readonly contractHash: string | null;
  readonly by: string;
  readonly role: string;
  readonly reason: string;
  readonly imposedAt: string;
  readonly liftedAt: string | null;
  readonly liftedIn: string | null;
}

export interface QuarantineRow {
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly zone: string;
  readonly codes: readonly string[];
  readonly since: string;
  readonly destroyBy: string;
  readonly breachAssessment: string;
}

export interface SourceDetails extends SourceRow {
  readonly measures: readonly MeasureRow[];
  readonly quarantined: readonly QuarantineRow[];
}

/** One source with everything that was imposed on it, and what of it stands in quarantine. @throws SluisError SourceUnknown */
export async function sourceNamed(access: Access, sourceId: string): Promise<SourceDetails> {
  const row = (await sources(access)).find((one) => one.sourceId === sourceId);
  if (!row) throw new SluisError('SourceUnknown', `There is no source ${sourceId}; see: sluis sources`);
  const measures = await catalogRows<MeasureRow>(
    access,
    `SELECT measure_id AS "measureId", measure, contract_hash AS "contractHash", imposed_by AS by, role, reason,
       imposed_at AS "imposedAt", lifted_at AS "liftedAt", lifted_in AS "liftedIn"
     FROM reading.measure WHERE source_id = $1 ORDER BY imposed_at`,
    [sourceId],
  );
  const quarantined = await catalogRows<QuarantineRow>(
    access,
    `SELECT subject_kind AS "subjectKind", subject_id AS "subjectId", zone, codes, since, destroy_by AS "destroyBy",
       breach_assessment AS "breachAssessment"
     FROM reading.quarantine WHERE source_id = $1 ORDER BY since`,
    [sourceId],
  );
  const name = await staffNames(
    access,
    measures.map(({ by }) => by),
  );
  return { ...row, measures: measures.map((one) => ({ ...one, by: name(one.by) })), quarantined };
}
