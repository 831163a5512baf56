import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';
import { staffNames } from './staff-names.js';

export interface InboxRow {
  readonly requestId: string;
  readonly kind: string;
  readonly state: string;
  readonly waitingFor: readonly string[];
  readonly openedAt: string;
  readonly decideBefore: string;
  /** Null where a gate asked. */
  readonly submittedBy: string | null;
  readonly subjectHash: string;
}

/** Requests that wait for people, the soonest to expire first; with `all` the closed ones too. */
export async function inbox(access: Access, scope: 'open' | 'all'): Promise<InboxRow[]> {
  const rows = await catalogRows<InboxRow>(
    access,
    `SELECT request_id AS "requestId", kind, current_state AS state, waiting_for AS "waitingFor",
       opened_at AS "openedAt", decide_before AS "decideBefore", submitted_by AS "submittedBy",
       subject_hash AS "subjectHash"
     FROM reading.request_state WHERE $1 = 'all' OR current_state = 'open' ORDER BY decide_before, request_id`,
    [scope],
  );
  const name = await staffNames(
    access,
    rows.map(({ submittedBy }) => submittedBy),
  );
  return rows.map((row) => ({
    ...row,
    submittedBy: row.submittedBy === null ? null : name(row.submittedBy),
  }));
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
export async function auditLog(access: Access, limit: number): Promise<LogRow[]> {
  const rows = await catalogRows<LogRow>(
    access,
    `SELECT * FROM (SELECT seq::int, occurred_at AS "occurredAt", type, actor, workflow_id AS "workflowId", step
       FROM reading.event ORDER BY seq DESC LIMIT $1) newest ORDER BY seq`,
    [limit],
  );
  const person = (actor: string) => (actor.startsWith('person:') ? actor.slice('person:'.length) : null);
  const name = await staffNames(
    access,
    rows.map(({ actor }) => person(actor)),
  );
  return rows.map((row) => ({ ...row, actor: name(person(row.actor) ?? row.actor) }));
}
