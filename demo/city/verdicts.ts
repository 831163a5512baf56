import { YEARS } from './areas.js';
import { dateOf, dayOf, dayOfDate } from './days.js';
import type { Household } from './households.js';
import { randomOf } from './random.js';
import { registrations } from './suspects.js';

/** The outcome of one criminal case that began with a registration. */
export interface Verdict {
  readonly bsn: string;
  /** ISO date. */
  readonly date: string;
  readonly outcome: 'veroordeling' | 'vrijspraak' | 'sepot';
  /** Where the person lived when registered, and when; known to tests only. */
  readonly wijk: string;
  readonly registered: number;
}

const KIND_VERDICT = 11;
const DECIDED = 0.7;
const CONVICTED = 0.55;
const ACQUITTED = 0.7;
const END = dayOf(YEARS.at(-1)! + 1, 0);

/** Two months to fourteen after a registration; what is decided later is not in the register yet. */
export function* verdicts(household: Household, seed: number): Generator<Verdict> {
  const random = randomOf(seed, KIND_VERDICT, household.index);
  for (const { bsn, date, wijk, year } of registrations(household, seed)) {
    const isDecided = random.unit() < DECIDED;
    const day = dayOfDate(date) + 60 + random.below(365);
    const draw = random.unit();
    if (!isDecided || day >= END) continue;
    const outcome = draw < CONVICTED ? 'veroordeling' : draw < ACQUITTED ? 'vrijspraak' : 'sepot';
    yield { bsn, date: dateOf(day), outcome, wijk, registered: year };
  }
}
