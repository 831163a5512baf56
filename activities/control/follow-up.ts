import type { ClientBase } from 'pg';
import { appendFirst } from '../../catalog/append.js';
import type { BodyOf, NewEvent } from '../../catalog/event-types.js';
import { type Quarantine, quarantineNamed, quarantineRules } from '../../catalog/quarantines.js';
import { withStaffReferences } from '../../catalog/staff-in-event.js';
import { sha256Text } from '../../domain/digest.js';
import { SluisError } from '../../domain/errors.js';
import { roleFor } from '../../domain/who-may.js';
import { quarantineNotice } from '../../policy/quarantine-notice.js';
import type { FollowUp } from '../contract.js';
import { type ControlDeps, stepOf, transact } from './deps.js';
import { refuseUnknown } from './known-staff.js';
import { requireReason } from './require-reason.js';

const EVENTS = { tell: 'providerTold', assess: 'breachAssessed' } as const;

/**
 * Records that a person told a provider, or what a privacy officer found of a breach.
 * @throws SluisError RoleMissing, UsageInvalid, DatasetUnknown, AlreadyDecided
 */
export const makeRecordFollowUp = (deps: ControlDeps) =>
  async function recordFollowUp(order: FollowUp): Promise<void> {
    const { act, by, reason, subjectId } = order;
    const as = roleFor(act, by.roles);
    refuseUnknown(deps, by.person, as);
    requireReason(reason);
    await transact(deps, async (client) => {
      const identity = stepOf(act, 0);
      await appendFirst(client, identity, async () => {
        const standing = await named(client, subjectId);
        const found = await (order.act === 'tell'
          ? told(client, deps, standing, order)
          : assessed(standing, order));
        const staff = { ref: by.person, as, organisation: by.organisation };
        const subject = { kind: standing.kind, id: standing.id };
        const event = {
          type: EVENTS[act],
          identity,
          occurredAt: deps.now(),
          actor: `person:${by.person}`,
          body: { subject, ...found, by: staff, reason },
        } as NewEvent;
        return await withStaffReferences(client, event, deps.staffKey);
      });
    });
  };

async function named(client: ClientBase, id: string): Promise<Quarantine> {
  const standing = await quarantineNamed(client, id);
  if (standing) return standing;
  throw new SluisError(
    'DatasetUnknown',
    `Nothing called ${id} stands in quarantine; see: sluis quarantine list`,
  );
}

/** The text itself is made here again: its digest is of what stands in the catalog, whatever the sender read. */
async function told(
  client: ClientBase,
  { organisations }: ControlDeps,
  standing: Quarantine,
  { language }: FollowUp<'tell'>,
): Promise<Pick<BodyOf['providerTold'], 'providers' | 'noticeSha256'>> {
  const { id, sourceId, providers, since } = standing;
  if (providers.length === 0 || sourceId === null)
    throw new SluisError(
      'UsageInvalid',
      `No provider is told of ${id}: only of a delivery that was refused or stopped.`,
    );
  const rules = await quarantineRules(client, standing);
  const facts = { ...standing, deliveryId: id, sourceId, providers, since: since.toISOString(), rules };
  return { providers, noticeSha256: sha256Text(quarantineNotice(facts, organisations, language)) };
}

async function assessed(
  { id, breachAssessment, assessment }: Quarantine,
  { outcome }: FollowUp<'assess'>,
): Promise<Pick<BodyOf['breachAssessed'], 'outcome'>> {
  if (breachAssessment === 'not-needed')
    throw new SluisError(
      'UsageInvalid',
      `No breach is to be assessed of ${id}; see: sluis quarantine show ${id}`,
    );
  if (assessment === null || (assessment === 'to-be-notified' && outcome !== 'to-be-notified'))
    return { outcome };
  throw new SluisError(
    'AlreadyDecided',
    `The breach assessment of ${id} is ${assessment} already; see: sluis quarantine show ${id}`,
  );
}
