import type { RiskReport } from '../domain/profile.js';
import type { Made } from './event-bodies.js';
import type { StoredEvent } from './event-types.js';
import { bear, type Change, insert, move } from './projection-tables.js';

type MadeEvent = 'pseudonymised' | 'curated' | 'analysed' | 'protected' | 'released';
type RunKind = 'pseudonymise' | 'curate' | 'theme' | 'protect' | 'release';

interface Making {
  readonly deliveryId?: string;
  readonly releaseId?: string;
  /** Of a theme's run, which was requested before; the other steps are runs of their own. */
  readonly runId?: string;
  readonly access?: 'open' | 'restricted';
  readonly risk?: RiskReport;
}

/** A dataset version, the run that made it, and its edges to exact versions. */
export function made(kind: RunKind, body: Made, event: StoredEvent, making: Making): Change[] {
  const runId = making.runId ?? stepRunId(kind, event, making);
  const changes = [
    bear('dataset_version', event.type as MadeEvent, {
      version: body.version,
      dataset: body.manifest.dataset,
      zone: body.manifest.zone,
      contract_hash: body.manifest.contractHash,
      delivery_id: making.deliveryId ?? null,
      run_id: runId,
      rows: body.manifest.rows,
      manifest: body.manifest,
      access: making.access ?? 'open',
      risk: making.risk ?? null,
      made_at: event.occurredAt,
      made_seq: event.seq,
    }),
    runOf(kind, body, event, making, runId),
    insert('run_input', ...[...new Set(body.manifest.inputs)].map((version) => ({ run_id: runId, version }))),
    insert('run_output', { run_id: runId, version: body.version }),
    insert(
      'column_edge',
      ...body.edges.map((edge) => ({
        run_id: runId,
        to_version: body.version,
        to_column: edge.toColumn,
        from_version: edge.fromVersion,
        from_column: edge.fromColumn,
        kind: edge.kind,
        subtype: edge.subtype,
        masking: edge.masking,
      })),
    ),
  ];
  return changes;
}

function runOf(kind: RunKind, body: Made, event: StoredEvent, making: Making, runId: string): Change {
  const finish = {
    output_version: body.version,
    code_version: body.manifest.codeVersion,
    finished_at: event.occurredAt,
  };
  if (making.runId) return move('run', 'analysed', { run_id: runId }, finish);
  return bear('run', event.type as MadeEvent, {
    ...finish,
    run_id: runId,
    kind,
    workflow_id: event.identity.workflowId,
    delivery_id: making.deliveryId ?? null,
    release_id: making.releaseId ?? null,
    codes: [],
    started_at: event.occurredAt,
  });
}

/** `<delivery or release>/<kind>`, and the passage from the second on. */
function stepRunId(kind: RunKind, event: StoredEvent, making: Making): string {
  const passage = event.identity.kind === 'step' ? event.identity.passage : 0;
  const name = `${making.deliveryId ?? making.releaseId ?? event.identity.workflowId}/${kind}`;
  return passage === 0 ? name : `${name}/${passage}`;
}
