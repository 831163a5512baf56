import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';

export interface InboxRow {
  readonly requestId: string;
  readonly kind: string;
  readonly state: string;
  readonly waitingFor: readonly string[];
  readonly openedAt: string;
  readonly decideBefore: string;
  readonly submittedBy: string;
  readonly subjectHash: string;
}

/** Requests that wait for people, the soonest to expire first; with `all` the closed ones too. */
export function inbox(access: Access, scope: 'open' | 'all'): Promise<InboxRow[]> {
  return catalogRows(
    access,
    `SELECT request_id AS "requestId", kind, current_state AS state, waiting_for AS "waitingFor",
       opened_at AS "openedAt", decide_before AS "decideBefore", submitted_by AS "submittedBy",
       subject_hash AS "subjectHash"
     FROM reading.request_state WHERE $1 = 'all' OR current_state = 'open' ORDER BY decide_before, request_id`,
    [scope],
  );
}

export interface SourceRow {
  readonly sourceId: string;
  readonly title: string;
  readonly regimes: readonly string[];
  readonly approvedAt: string | null;
  readonly contractHash: string;
}

/** Every source that was ever submitted, with the contract that it may deliver under, or its newest. */
export function sources(access: Access): Promise<SourceRow[]> {
  return catalogRows(
    access,
    `SELECT DISTINCT ON (s.source_id) s.source_id AS "sourceId", c.body->>'title' AS title,
       c.body->'regimes' AS regimes, s.approved_at AS "approvedAt", c.contract_hash AS "contractHash"
     FROM reading.source s JOIN reading.contract c ON c.source_id = s.source_id
     ORDER BY s.source_id, (c.contract_hash = s.contract_hash) DESC NULLS LAST, c.submitted_at DESC`,
    [],
  );
}

export interface LogRow {
  readonly seq: number;
  readonly occurredAt: string;
  readonly type: string;
  readonly actor: string;
  readonly workflowId: string;
  readonly step: string;
}

/** The newest events of the audit log, oldest of them first. */
export function auditLog(access: Access, limit: number): Promise<LogRow[]> {
  return catalogRows(
    access,
    `SELECT * FROM (SELECT seq::int, occurred_at AS "occurredAt", type, actor, workflow_id AS "workflowId", step
       FROM reading.event ORDER BY seq DESC LIMIT $1) newest ORDER BY seq`,
    [limit],
  );
}
