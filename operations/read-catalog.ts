import { quarantines } from '../catalog/quarantines.js';
import { type AssessmentState, assessBefore, assessmentState } from '../domain/quarantine.js';
import type { Access } from './access.js';
import { catalogRows, fromCatalog } from './catalog-rows.js';
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
  /** Null where nothing that changes is decided on: a breach assessment. */
  readonly subjectHash: string | null;
}

/** Requests and breach assessments that wait for people, the soonest to expire first; with `all` the closed ones too. */
export async function inbox(access: Access, scope: 'open' | 'all'): Promise<InboxRow[]> {
  const requests = await catalogRows<InboxRow>(
    access,
    `SELECT request_id AS "requestId", kind, current_state AS state, waiting_for AS "waitingFor",
       opened_at AS "openedAt", decide_before AS "decideBefore", submitted_by AS "submittedBy",
       subject_hash AS "subjectHash"
     FROM reading.request_state WHERE $1 = 'all' OR current_state = 'open' ORDER BY decide_before, request_id`,
    [scope],
  );
  const rows = [...requests, ...(await assessments(access, scope))].sort(
    (a, b) => new Date(a.decideBefore).getTime() - new Date(b.decideBefore).getTime(),
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

const WAITING: readonly AssessmentState[] = ['open', 'overdue', 'to-be-notified'];

/** A breach assessment is no request: it is answered by its quarantine, `sluis quarantine assess`. */
async function assessments(access: Access, scope: 'open' | 'all'): Promise<InboxRow[]> {
  const now = Date.now();
  const rows = (await fromCatalog(access, quarantines)).map((one) => ({
    one,
    state: assessmentState(one, now),
  }));
  const shown = rows.filter(({ state }) =>
    scope === 'all' ? state !== 'not-needed' : WAITING.includes(state),
  );
  return shown.map(({ one, state }) => ({
    requestId: one.id,
    kind: 'assessment',
    state,
    waitingFor: WAITING.includes(state) ? ['privacy-officer'] : [],
    openedAt: one.since.toISOString(),
    decideBefore: assessBefore(one.since).toISOString(),
    submittedBy: null,
    subjectHash: null,
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
