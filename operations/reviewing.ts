import type { Actor } from '../domain/people.js';
import type { Contract } from '../policy/contract.js';
import { excludedOrganisations, REVIEW_DECIDERS } from '../policy/deciders.js';
import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';

export interface ReviewOptions {
  readonly asker: Actor;
  /** Until a verdict takes its place. */
  readonly subjectHash: string;
  readonly requestNumber: number;
  readonly decideWithin?: number;
  readonly remindAfter?: number;
}

const DAY = 24 * 3_600_000;

/** Whom a REVIEW on something that rests on these versions is put to: nobody of the staff of their providers. */
export async function reviewingOf(access: Access, versions: readonly string[], options: ReviewOptions) {
  const { asker, subjectHash, requestNumber, decideWithin = 30 * DAY, remindAfter = 7 * DAY } = options;
  const rows = await catalogRows<{ contract: Contract }>(
    access,
    `SELECT c.body AS contract FROM reading.contract c
     WHERE c.contract_hash IN (SELECT contract_hash FROM reading.dataset_version WHERE version = ANY($1))`,
    [versions],
  );
  const providers = rows.flatMap(({ contract }) => excludedOrganisations(contract));
  const review = {
    subjectHash,
    deciders: REVIEW_DECIDERS,
    submitter: asker,
    excludedPersons: [],
    excludedOrganisations: [...new Set(providers)].sort(),
  };
  return { review, requestNumber, decideWithin: Math.min(decideWithin, 90 * DAY), remindAfter };
}
