import { decidingTime } from '../domain/patience.js';
import type { Actor } from '../domain/people.js';
import { REVIEW_DECIDERS } from '../policy/deciders.js';

export interface ReviewOptions {
  readonly asker: Actor;
  /** Until a verdict takes its place. */
  readonly subjectHash: string;
  readonly requestNumber: number;
  readonly decideWithin?: number;
  readonly remindAfter?: number;
}

const DAY = 24 * 3_600_000;

/** Whom a REVIEW on a run or release is put to, and until when. Who may not decide is for control to say. */
export function reviewingOf(options: ReviewOptions) {
  const { asker, subjectHash, requestNumber, decideWithin, remindAfter = 7 * DAY } = options;
  const review = { subjectHash, deciders: REVIEW_DECIDERS, submitter: asker };
  return { review, requestNumber, decideWithin: decidingTime(decideWithin), remindAfter };
}
