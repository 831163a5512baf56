import type { ClientBase } from 'pg';
import { appendEvent, appendFirst } from '../../catalog/append.js';
import type { NewEvent } from '../../catalog/event-types.js';
import { withStaffReferences } from '../../catalog/staff-in-event.js';
import type { Json } from '../../domain/canonical-json.js';
import { sha256Json } from '../../domain/digest.js';
import { SluisError } from '../../domain/errors.js';
import type { MeasureState } from '../../domain/lifecycle-tables.js';
import type { LiftableMeasure, Measure, Role } from '../../domain/names.js';
import type { DecisionRequest } from '../../domain/request.js';
import { type Act, roleFor } from '../../domain/who-may.js';
import type { Contract } from '../../policy/contract.js';
import { excludedOrganisations } from '../../policy/deciders.js';
import { liftingDeciders, mayLift } from '../../policy/measures.js';
import type { LiftingOrder, MeasureOrder } from '../contract.js';
import { refuseForgedBeginning } from './beginnings.js';
import { type ControlDeps, stepOf, transact } from './deps.js';
import { decidedFacts } from './facts/contract-facts.js';
import { refuseUnknown } from './known-staff.js';
import { refuseForeign } from './own-source.js';
import { requireReason } from './require-reason.js';

const IMPOSING: Readonly<Record<Measure, { act: Act; type: 'suspended' | 'withdrawn' | 'holdPlaced' }>> = {
  suspension: { act: 'suspend', type: 'suspended' },
  withdrawal: { act: 'withdraw', type: 'withdrawn' },
  hold: { act: 'hold', type: 'holdPlaced' },
};
/** In which state it stands that may be lifted. */
const STANDING = { suspension: 'suspended', hold: 'held' } as const satisfies Record<
  LiftableMeasure,
  MeasureState
>;
const LIFTED = { suspension: 'suspensionLifted', hold: 'holdLifted' } as const;

/** Records what one person imposes on a source. @throws SluisError RoleMissing, UsageInvalid, SourceUnknown */
export const makeRecordMeasure = (deps: ControlDeps) =>
  async function recordMeasure({ measure, sourceId, by, reason }: MeasureOrder): Promise<void> {
    const { act, type } = IMPOSING[measure];
    const as = roleFor(act, by.roles);
    refuseUnknown(deps, by.person, as);
    requireReason(reason);
    await transact(deps, async (client) => {
      const { contractHash } = await sourceNamed(client, sourceId);
      const staff = { ref: by.person, as, organisation: by.organisation };
      if (measure === 'withdrawal') refuseForeign(deps, sourceId, await providersOf(client, sourceId), staff);
      if (measure === 'withdrawal' && contractHash === null)
        throw new SluisError(
          'SourceUnknown',
          `No contract of ${sourceId} is approved: nothing to withdraw; see: sluis sources show ${sourceId}`,
        );
      const common = { sourceId, by: staff, reason };
      const event = {
        type,
        identity: stepOf('impose', 0),
        occurredAt: deps.now(),
        actor: `person:${by.person}`,
        body: measure === 'withdrawal' ? { ...common, contractHash } : common,
      } as NewEvent;
      await appendEvent(client, await withStaffReferences(client, event, deps.staffKey));
    });
  };

/**
 * Records that somebody asks to lift what stands on a source, and answers the request that another person decides.
 * It names the measures of this moment: one that is imposed meanwhile stays.
 * @throws SluisError RoleMissing, FourEyes, UsageInvalid, SourceUnknown
 */
export const makeRequestLifting = (deps: ControlDeps) =>
  async function requestLifting(order: LiftingOrder): Promise<DecisionRequest> {
    const { requestId, requestNumber, decideBefore, lifts, sourceId, by, reason } = order;
    const as = roleFor('lift', by.roles);
    refuseUnknown(deps, by.person, as);
    requireReason(reason);
    return await transact(deps, async (client) => {
      const excluded = await providersOf(client, sourceId);
      if (excluded.includes(by.organisation))
        throw new SluisError(
          'FourEyes',
          `Staff of the provider of ${sourceId} lift nothing on it; see: sluis inbox`,
        );
      const stored = await appendFirst(client, stepOf('lift', 0), async () => {
        const measures = await standing(client, sourceId, lifts);
        const subjectHash = sha256Json({ lifts, sourceId, measures } as Json);
        const deciders = liftingDeciders(as);
        const asking = { requestId, requestNumber, subjectHash, deciders, decideBefore };
        const requester = { ref: by.person, as, organisation: by.organisation };
        const event: NewEvent<'liftingRequested'> = {
          type: 'liftingRequested',
          identity: stepOf('lift', 0),
          occurredAt: deps.now(),
          actor: `person:${by.person}`,
          body: { ...asking, sourceId, lifts, measures, requester, reason },
        };
        refuseForgedBeginning(deps, event);
        return await withStaffReferences(client, event, deps.staffKey);
      });
      if (stored.type !== 'liftingRequested')
        throw new SluisError('CatalogConflict', 'The identity of a request to lift holds another event.');
      const { subjectHash, deciders } = stored.body;
      const parties = { submitter: by, excludedPersons: [], excludedOrganisations: excluded };
      return { requestId, subjectHash, deciders, ...parties };
    });
  };

/** Lifts what a request named, where the decisions in the log do so. @throws SluisError FourEyes, RequestUnknown */
export const makeRecordLifted = (deps: ControlDeps) =>
  async function recordLifted(requestId: string): Promise<void> {
    await transact(deps, async (client) => {
      const { rows } = await client.query<Asked>(
        `SELECT body->>'sourceId' AS "sourceId", body->>'lifts' AS lifts, body->'measures' AS measures,
           body->'requester'->>'as' AS "askedAs"
         FROM catalog.event WHERE type = 'liftingRequested' AND body->>'requestId' = $1`,
        [requestId],
      );
      const asked = rows[0];
      if (!asked) throw new SluisError('RequestUnknown', `Nobody asked to lift anything in ${requestId}.`);
      const { sourceId, lifts, measures, askedAs } = asked;
      const decided = await decidedFacts(client, requestId, {
        excludedOrganisations: await providersOf(client, sourceId),
      });
      if (!mayLift(askedAs, decided.request, decided.decisions))
        throw new SluisError(
          'FourEyes',
          `Request ${requestId} has not been approved by another person; see: sluis inbox`,
        );
      await appendEvent(client, {
        type: LIFTED[lifts],
        identity: stepOf('lifted', 0),
        occurredAt: deps.now(),
        actor: 'worker:control',
        body: { requestId, sourceId, measures },
      });
    });
  };

interface Asked {
  readonly sourceId: string;
  readonly lifts: LiftableMeasure;
  readonly measures: readonly string[];
  readonly askedAs: Role;
}

async function sourceNamed(
  client: ClientBase,
  sourceId: string,
): Promise<{ readonly contractHash: string | null }> {
  const { rows } = await client.query<{ contractHash: string | null }>(
    'SELECT contract_hash AS "contractHash" FROM catalog.source WHERE source_id = $1',
    [sourceId],
  );
  if (rows[0]) return rows[0];
  throw new SluisError('SourceUnknown', `There is no source ${sourceId}; see: sluis sources`);
}

/** Providers by any contract of the source: their staff decide on none of it. */
async function providersOf(client: ClientBase, sourceId: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ body: Contract }>(
    'SELECT body FROM catalog.contract WHERE source_id = $1',
    [sourceId],
  );
  return [...new Set(rows.flatMap(({ body }) => excludedOrganisations(body)))].sort();
}

async function standing(
  client: ClientBase,
  sourceId: string,
  measure: LiftableMeasure,
): Promise<readonly string[]> {
  await sourceNamed(client, sourceId);
  const { rows } = await client.query<{ id: string }>(
    `SELECT measure_id AS id FROM catalog.measure
     WHERE source_id = $1 AND state = $2 ORDER BY measure_id`,
    [sourceId, STANDING[measure]],
  );
  if (rows.length > 0) return rows.map(({ id }) => id);
  throw new SluisError(
    'UsageInvalid',
    `No ${measure} stands on ${sourceId}; see: sluis sources show ${sourceId}`,
  );
}
