import { randomUUID } from 'node:crypto';
import { type Quarantine, quarantineNamed, quarantineRules, quarantines } from '../catalog/quarantines.js';
import { SluisError } from '../domain/errors.js';
import type { Actor } from '../domain/people.js';
import {
  type AssessmentState,
  assessBefore,
  assessmentState,
  type BreachOutcome,
} from '../domain/quarantine.js';
import type { Bilingual } from '../domain/verdict.js';
import { roleFor } from '../domain/who-may.js';
import { ORGANISATIONS } from '../policy/organisations.js';
import { quarantineNotice } from '../policy/quarantine-notice.js';
import type { Access } from './access.js';
import { fromCatalog } from './catalog-rows.js';
import { staffNames } from './staff-names.js';
import { startWorkflow } from './start-workflow.js';

export interface ShownQuarantine extends Quarantine {
  readonly assessmentState: AssessmentState;
  /** Null where no breach is to be assessed. */
  readonly assessBefore: Date | null;
}

/** Everything that was put in quarantine, the newest first; persons by name. */
export async function listQuarantines(access: Access): Promise<readonly ShownQuarantine[]> {
  return await shown(access, await fromCatalog(access, quarantines));
}

/** One of them. @throws SluisError DatasetUnknown */
export async function showQuarantine(access: Access, id: string): Promise<ShownQuarantine> {
  const [one] = await shown(access, [await known(access, id)]);
  return one as ShownQuarantine;
}

/**
 * The text that a person passes on to who sent a delivery in quarantine: nothing is sent by itself.
 * @throws SluisError DatasetUnknown; UsageInvalid where none is told of it
 */
export async function noticeOf(access: Access, id: string, language: keyof Bilingual): Promise<string> {
  const one = await known(access, id);
  const { sourceId, providers, since } = one;
  if (providers.length === 0 || sourceId === null)
    throw new SluisError(
      'UsageInvalid',
      `No provider is told of ${id}: only of a delivery that was refused or stopped.`,
    );
  const rules = await fromCatalog(access, (catalog) => quarantineRules(catalog, one));
  const facts = { ...one, deliveryId: id, sourceId, providers, since: since.toISOString(), rules };
  return quarantineNotice(facts, ORGANISATIONS, language);
}

interface Following {
  readonly subjectId: string;
  readonly by: Actor;
  readonly reason: string;
}

/** Records that a person passed the notice on. Answered means recorded. */
export async function tellProvider(
  access: Access,
  order: Following & { readonly language: keyof Bilingual },
): Promise<void> {
  roleFor('tell', order.by.roles);
  await follow(access, { act: 'tell', ...order });
}

/** Records what a privacy officer found of a breach. Answered means recorded. */
export async function assessBreach(
  access: Access,
  order: Following & { readonly outcome: BreachOutcome },
): Promise<void> {
  roleFor('assess', order.by.roles);
  await follow(access, { act: 'assess', ...order });
}

async function follow(access: Access, order: Following & { readonly act: string }): Promise<void> {
  const workflowId = `${order.act}:${order.subjectId}:${randomUUID()}`;
  const { result } = await startWorkflow<void>(access, 'followUpQuarantine', workflowId, order);
  await result();
}

async function known(access: Access, id: string): Promise<Quarantine> {
  const one = await fromCatalog(access, (catalog) => quarantineNamed(catalog, id));
  if (one) return one;
  throw new SluisError(
    'DatasetUnknown',
    `Nothing called ${id} stands in quarantine; see: sluis quarantine list`,
  );
}

async function shown(access: Access, rows: readonly Quarantine[]): Promise<readonly ShownQuarantine[]> {
  const now = Date.now();
  const name = await staffNames(
    access,
    rows.flatMap(({ assessedBy, toldBy }) => [assessedBy, toldBy]),
  );
  const named = (ref: string | null) => (ref === null ? null : name(ref));
  return rows.map((one) => ({
    ...one,
    assessedBy: named(one.assessedBy),
    toldBy: named(one.toldBy),
    assessmentState: assessmentState(one, now),
    assessBefore: one.breachAssessment === 'opened' ? assessBefore(one.since) : null,
  }));
}
