import { createHash, randomBytes } from 'node:crypto';
import { SluisError } from '../domain/errors.js';
import type { IngestState } from '../domain/ingest-state.js';
import { SEARCH_ATTRIBUTES, TASK_QUEUES, WORKFLOWS } from '../domain/names.js';
import { decidingTime } from '../domain/patience.js';
import type { Actor } from '../domain/people.js';
import { roleFor } from '../domain/who-may.js';
import { REVIEW_DECIDERS } from '../policy/deciders.js';
import { abandonDelivery, openIntake, sealDelivery } from '../workflows/messages.js';
import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';
import { fromTemporal } from './failure.js';
import { nextRequestNumber } from './request-number.js';
import { refuseUnsendable, type SendProgress, sendParts } from './send-parts.js';
import { shownState } from './shown-state.js';

export interface DeliverOptions {
  readonly sourceId: string;
  /** Paths of the parts, in order. They stay here: no name or path goes into a history. */
  readonly files: readonly string[];
  readonly deliverer: Actor;
  readonly progress?: SendProgress;
  /** Milliseconds; for reviews that a gate may ask for. */
  readonly decideWithin?: number;
  readonly remindAfter?: number;
  /** How long it stands in quarantine if it is refused; capped by policy. */
  readonly quarantining?: Quarantining;
}

export interface Delivering {
  readonly workflowId: string;
  readonly deliveryId: string;
  readonly bytes: number;
  readonly state: () => Promise<IngestState>;
  readonly result: () => Promise<IngestState>;
}

/** Milliseconds: until it is destroyed, and between two looks at whether it may be. */
export interface Quarantining {
  readonly destroyWithin: number;
  readonly askAgainAfter?: number;
}

const DAY = 24 * 3_600_000;

/** Opens the vault's intake for a source, streams its parts there and seals the delivery. The workflow goes on by itself. */
export async function deliver(access: Access, options: DeliverOptions): Promise<Delivering> {
  const { sourceId, files, deliverer } = options;
  roleFor('deliver', deliverer.roles);
  if (files.length === 0)
    throw new SluisError('UsageInvalid', 'A delivery needs at least one file: --file PATH');
  await refuseUnsendable(files);
  const contractHash = await approvedContract(access, sourceId);
  const token = randomBytes(32).toString('base64url');
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const number = await nextRequestNumber(access, sourceId);
  const workflowId = `deliver:${sourceId}:${number}`;
  const input = {
    order: { sourceId, contractHash, tokenHash, parts: files.length, deliveredBy: deliverer },
    requestNumber: number,
    review: { subjectHash: contractHash, deciders: REVIEW_DECIDERS, submitter: deliverer },
    sendWithin: DAY,
    decideWithin: decidingTime(options.decideWithin),
    remindAfter: options.remindAfter ?? 7 * DAY,
    ...(options.quarantining ? { quarantining: options.quarantining } : {}),
  };
  try {
    const handle = await access.client.workflow.start(WORKFLOWS.ingestDelivery, {
      taskQueue: TASK_QUEUES.control,
      workflowId,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      args: [input],
      searchAttributes: { [SEARCH_ATTRIBUTES.source]: [sourceId] },
    });
    const { deliveryId, attempt, intakeUrl } = await handle.executeUpdate(openIntake, { args: [workflowId] });
    const sending = sendParts({ intakeUrl, attempt, token }, files, options.progress ?? (() => undefined));
    const sent = await sending.catch(async (error: unknown) => {
      // At the latest the time to send ends it; what is told is why it failed.
      await handle.signal(abandonDelivery, workflowId).catch(() => undefined);
      throw error;
    });
    await handle.executeUpdate(sealDelivery, { args: [sent] });
    return {
      workflowId,
      deliveryId,
      bytes: sent.parts.reduce((sum, part) => sum + part.bytes, 0),
      state: () => shownState(handle),
      result: () =>
        handle.result().catch((error: unknown) => {
          throw fromTemporal(error);
        }) as Promise<IngestState>,
    };
  } catch (error) {
    throw fromTemporal(error);
  }
}

async function approvedContract(access: Access, sourceId: string): Promise<string> {
  const [row] = await catalogRows<{ contractHash: string | null }>(
    access,
    'SELECT contract_hash AS "contractHash" FROM reading.source WHERE source_id = $1',
    [sourceId],
  );
  if (!row) throw new SluisError('SourceUnknown', `There is no source ${sourceId}; see: sluis sources`);
  if (row.contractHash) return row.contractHash;
  throw new SluisError(
    'PolicyRefused',
    `No contract of ${sourceId} is approved, so nothing is taken; see: sluis inbox`,
  );
}
