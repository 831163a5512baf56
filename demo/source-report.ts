import { type Outcome, worst } from '../domain/verdict.js';
import type { Access } from '../operations/access.js';
import { type RecordedVerdict, verdictsOn } from '../operations/read-runs.js';
import { staffNames } from '../operations/staff-names.js';

/** What the catalog says of one source of the demo: nothing here is remembered by the demo itself. */
export interface SourceReport {
  readonly id: string;
  readonly stage: string;
  readonly rowsIn: number | null;
  readonly rowsOut: number | null;
  readonly outcome: Outcome | null;
  readonly rules: readonly { readonly code: string; readonly outcome: Outcome; readonly gate: string }[];
  readonly steps: readonly { readonly zone: string; readonly rows: number; readonly access: string }[];
  /** The verdict that settled it. */
  readonly verdict: RecordedVerdict | null;
  readonly decisions: readonly {
    readonly by: string;
    readonly role: string;
    readonly about: string;
    readonly gate: string | null;
  }[];
}

interface NewestRow {
  readonly requestId: string;
  readonly state: string;
  readonly deliveryId: string | null;
  readonly deliveryState: string | null;
  readonly rowsIn: number | null;
}

export async function sourceReport(access: Access, id: string): Promise<SourceReport> {
  const { rows } = await access.catalog.query<NewestRow>(
    `SELECT r.request_id AS "requestId", r.state, d.delivery_id AS "deliveryId", d.state AS "deliveryState",
       (d.profile->>'rows')::int AS "rowsIn"
     FROM reading.request r LEFT JOIN reading.delivery d ON d.source_id = r.source_id
     WHERE r.source_id = $1 AND r.kind = 'contract' ORDER BY r.opened_at DESC, d.opened_at DESC LIMIT 1`,
    [id],
  );
  const newest = rows[0];
  if (!newest) return { ...NOTHING, id };
  const { requestId, state, deliveryId, deliveryState, rowsIn } = newest;
  const verdicts = [
    ...(await contractVerdicts(access, requestId)),
    ...(deliveryId ? await verdictsOn(access, deliveryId) : []),
  ];
  const steps = deliveryId ? await madeOf(access, deliveryId) : [];
  const verdict = verdicts.at(-1) ?? null;
  return {
    id,
    stage: deliveryState ?? state,
    rowsIn,
    rowsOut: steps.find(({ zone }) => zone === 'curated')?.rows ?? null,
    outcome: verdict?.outcome ?? null,
    rules: rulesOf(verdicts),
    steps,
    verdict,
    decisions: await decisionsOn(access, [
      requestId,
      ...(deliveryId ? [`${deliveryId}:G1`, `${deliveryId}:G3`] : []),
    ]),
  };
}

const NOTHING: Omit<SourceReport, 'id'> = {
  stage: 'unknown',
  rowsIn: null,
  rowsOut: null,
  outcome: null,
  rules: [],
  steps: [],
  verdict: null,
  decisions: [],
};

async function contractVerdicts({ catalog }: Access, requestId: string): Promise<RecordedVerdict[]> {
  const { rows } = await catalog.query<{ verdict: RecordedVerdict }>(
    'SELECT verdict FROM reading.gate_verdict WHERE workflow_id = $1 ORDER BY seq',
    [requestId],
  );
  return rows.map(({ verdict }) => ({ ...verdict, passage: 0 }));
}

/** Each rule once, at the first gate where it spoke, with its worst outcome there. */
export function rulesOf(verdicts: readonly RecordedVerdict[]): SourceReport['rules'] {
  const rules = new Map<string, SourceReport['rules'][number]>();
  for (const { gate, hits } of verdicts) {
    for (const { code, outcome } of hits) {
      const known = rules.get(code);
      if (known === undefined || known.gate === gate)
        rules.set(code, { code, outcome: worst([known?.outcome ?? outcome, outcome]), gate });
    }
  }
  return [...rules.values()];
}

/** By the delivery's own versions: the same bytes again are the same versions, whichever delivery made them first. */
async function madeOf({ catalog }: Access, deliveryId: string): Promise<SourceReport['steps']> {
  const { rows } = await catalog.query<SourceReport['steps'][number]>(
    `SELECT v.zone, v.rows::int, v.access FROM reading.delivery d
     JOIN reading.dataset_version v ON v.version IN (d.pseudonymised, d.curated)
     WHERE d.delivery_id = $1 ORDER BY v.made_seq`,
    [deliveryId],
  );
  return rows;
}

async function decisionsOn(access: Access, requests: readonly string[]): Promise<SourceReport['decisions']> {
  const { rows } = await access.catalog.query<SourceReport['decisions'][number]>(
    `SELECT d.decided_by AS by, d.role, r.kind AS about, v.gate
     FROM reading.decision d JOIN reading.request r ON r.request_id = d.request_id
     LEFT JOIN reading.review v ON v.request_id = d.request_id
     WHERE d.request_id = ANY ($1) ORDER BY d.seq`,
    [requests],
  );
  const name = await staffNames(
    access,
    rows.map(({ by }) => by),
  );
  return rows.map((row) => ({ ...row, by: name(row.by) }));
}
